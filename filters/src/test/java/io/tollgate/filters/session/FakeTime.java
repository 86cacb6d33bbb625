package io.tollgate.filters.session;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A wall clock and a monotonic one that go only when told to. */
public final class FakeTime implements InstantSource, Ticker {
    private Instant now = Instant.parse("2026-11-22T08:00:00Z");
    private long nanos = Long.MAX_VALUE - Duration.ofMinutes(3).toNanos(); // soon to overflow: differences must do

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public long read() {
        return nanos;
    }

    /** Both clocks go on. */
    public void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    /** Somebody sets the wall clock. */
    public void setWallClock(Instant instant) {
        now = instant;
    }

    /** Another process: its monotonic clock has nothing to do with this one's. */
    public void restart() {
        nanos = 77;
    }
}
