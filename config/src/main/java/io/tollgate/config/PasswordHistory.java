package io.tollgate.config;

import java.time.Duration;

/**
 * Which old passwords may not be taken again: those that were in use within a time, and the last few whatever their age.
 * Immutable. Where several rules hold for one person (tenants), both parts may be given.
 *
 * @param within how far back; zero: no time
 * @param last how many beside the present one; zero: no count
 */
public record PasswordHistory(Duration within, int last) {

    public static final Range<Duration> WITHIN = Range.of(Duration.ofDays(1), Duration.ofDays(730));
    public static final Range<Integer> LAST = Range.of(1, 24);

    /** Old passwords are forgotten. */
    public static final PasswordHistory NONE = new PasswordHistory(Duration.ZERO, 0);

    public PasswordHistory {
        if (!within.isZero()) {
            WITHIN.require("passwords.history", within);
        }
        if (last != 0) {
            LAST.require("passwords.history", last);
        }
    }

    /** Those of a time. */
    public static PasswordHistory within(Duration time) {
        return new PasswordHistory(time, 0);
    }

    /** The last few. */
    public static PasswordHistory last(int count) {
        return new PasswordHistory(Duration.ZERO, count);
    }

    /** What both forbid. */
    public PasswordHistory and(PasswordHistory other) {
        return new PasswordHistory(
                within.compareTo(other.within) >= 0 ? within : other.within, Math.max(last, other.last));
    }

    /** Whether any old password counts. */
    public boolean isKept() {
        return !within.isZero() || last != 0;
    }
}
