package io.tollgate.config;

import java.time.LocalDate;

/**
 * A setting that somebody answers for although it is weaker than a profile asks for.
 *
 * @param setting the path of its key, such as {@code session.idle}
 * @param why what the operator gives as the reason
 * @param until the last day on which it is accepted, in UTC
 */
public record AcceptedRisk(String setting, String why, LocalDate until) {

    public AcceptedRisk {
        if (setting.isBlank() || why.isBlank()) {
            throw new IllegalArgumentException("a risk is accepted for a setting and a reason");
        }
    }

    /** Whether it still counts on a day. */
    public boolean isOn(LocalDate today) {
        return !today.isAfter(until);
    }
}
