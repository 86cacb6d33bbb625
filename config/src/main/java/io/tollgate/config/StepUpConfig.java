package io.tollgate.config;

import java.time.Duration;

/**
 * When a factor counts as fresh, and what becomes of a request that came without one.
 *
 * @param within how long after a factor was proved what needs a fresh one is permitted
 * @param keep most bytes of one kept body; 0: no request is kept
 * @param keepFor how long a request waits for the factor
 */
public record StepUpConfig(Duration within, long keep, Duration keepFor) {

    public static final Range<Duration> WITHIN = Range.of(Duration.ofMinutes(1), Duration.ofMinutes(60));
    public static final Range<Long> KEEP = Range.of(1L, 1L << 30);
    public static final Range<Duration> KEEP_FOR = Range.of(Duration.ofSeconds(1), Duration.ofMinutes(60));

    public static final StepUpConfig DEFAULT =
            new StepUpConfig(Duration.ofMinutes(5), 25L << 20, Duration.ofMinutes(10));

    public StepUpConfig {
        WITHIN.require("step-up.within", within);
        if (keep != 0) {
            KEEP.require("step-up.keep", keep);
        }
        KEEP_FOR.require("step-up.keep-for", keepFor);
    }
}
