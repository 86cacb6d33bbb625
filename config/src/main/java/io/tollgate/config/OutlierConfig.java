package io.tollgate.config;

import java.time.Duration;

/**
 * When one of several endpoints is left out for a while: connections to it failed, or answers did not come in time, so
 * many times in a row.
 *
 * @param lasts how long it is left out
 */
public record OutlierConfig(int failures, Duration lasts) {

    public static final Range<Integer> FAILURES = Range.of(1, 1_000_000);
    public static final Range<Duration> LASTS = Range.of(Duration.ofMillis(100), Duration.ofHours(1));

    public static final OutlierConfig DEFAULT = new OutlierConfig(5, Duration.ofSeconds(10));

    public OutlierConfig {
        FAILURES.require("upstream.outlier.failures", failures);
        LASTS.require("upstream.outlier.for", lasts);
    }
}
