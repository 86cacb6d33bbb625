package io.tollgate.filters.identity;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Both clocks, which stand still until told otherwise. */
final class FakeClock implements InstantSource, Ticker {
    private Instant now = Instant.parse("2026-11-22T08:00:00Z");
    private long nanos = Long.MAX_VALUE - 1_000_000_000L; // a monotonic clock may run over at any time

    /** Time passes. */
    synchronized void advance(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    /** Somebody sets the wall clock. */
    synchronized void set(Instant instant) {
        now = instant;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized long read() {
        return nanos;
    }
}
