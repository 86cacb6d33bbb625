package io.tollgate.proxy;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Both clocks of a world, which go on by themselves and jump when told. */
public final class FakeTime implements InstantSource, Ticker {
    private final AtomicLong jumped = new AtomicLong();

    public void jump(Duration by) {
        jumped.addAndGet(by.toNanos());
    }

    @Override
    public Instant instant() {
        return Instant.now().plusNanos(jumped.get());
    }

    @Override
    public long read() {
        return System.nanoTime() + jumped.get();
    }

    /** The same world, but for its time. */
    public World in(World world) {
        return new World(this, this, world.random(), world.hasher(), world.node(), world.uid());
    }
}
