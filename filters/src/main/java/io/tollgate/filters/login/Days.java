package io.tollgate.filters.login;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Days as people speak of them. Immutable. */
record Days(ZoneId zone) {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);

    /** The day of an instant. */
    String date(Instant instant) {
        return DATE.format(instant.atZone(zone));
    }

    /** How far away a day is: {@code today}, {@code tomorrow}, {@code in 9 days}. */
    String until(Instant now, Instant then) {
        long days = ChronoUnit.DAYS.between(
                now.atZone(zone).toLocalDate(), then.atZone(zone).toLocalDate());
        return days <= 0 ? "today" : days == 1 ? "tomorrow" : "in " + days + " days";
    }
}
