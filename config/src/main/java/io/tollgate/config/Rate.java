package io.tollgate.config;

import java.time.Duration;

/** How many in how long: {@code 30/m} is 30 in a minute. */
public record Rate(int count, Duration per) {

    public static final Range<Integer> COUNT = Range.of(1, 1_000_000);

    public Rate {
        COUNT.require("count", count);
        if (per.isZero() || per.isNegative()) {
            throw new IllegalArgumentException("a rate is per a time");
        }
    }
}
