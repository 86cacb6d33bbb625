package io.tollgate.config;

import java.time.Duration;

/** How many in how long: {@code 30/m} is 30 in a minute. */
public record Rate(int count, Duration per) {

    /** The most of any rate, taken per minute. */
    public static final int MOST_PER_MINUTE = 1_000_000;

    public Rate {
        if (!isInBounds(count, per)) {
            throw new IllegalArgumentException(count + " per " + per + " is no rate in bounds");
        }
    }

    /** Whether at least one and at most {@link #MOST_PER_MINUTE} a minute. */
    public static boolean isInBounds(int count, Duration per) {
        return count >= 1
                && !per.isNegative()
                && per.toMillis() > 0
                && count * 60_000L <= (long) MOST_PER_MINUTE * per.toMillis();
    }

    /** So many times as often, or as often as a rate may be. */
    public Rate times(int factor) {
        long most = Math.max(count, MOST_PER_MINUTE * per.toMillis() / 60_000L);
        return new Rate((int) Math.min(Math.min((long) count * factor, most), Integer.MAX_VALUE), per);
    }
}
