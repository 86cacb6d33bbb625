package io.tollgate.filters.chain;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** An event loop that turns only when told to. */
public final class FakeLoop extends AbstractExecutorService implements ScheduledExecutorService {
    private final Deque<Runnable> ready = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();
    private long nanos;

    /** Runs what is ready, and what that makes ready. */
    public void turn() {
        while (!ready.isEmpty()) {
            ready.remove().run();
        }
    }

    /** Lets time pass, and turns. */
    public void pass(Duration time) {
        nanos += time.toNanos();
        timers.sort(Comparator.comparingLong(timer -> timer.at));
        for (Timer timer : List.copyOf(timers)) {
            if (timer.at <= nanos) {
                timers.remove(timer);
                ready.add(timer);
            }
        }
        turn();
    }

    /** How many deadlines are still set. */
    public int timers() {
        timers.removeIf(Timer::isCancelled);
        return timers.size();
    }

    private static final class Timer extends FutureTask<Object> implements ScheduledFuture<Object> {
        private final long at;

        Timer(Runnable task, long at) {
            super(task, null);
            this.at = at;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    @Override
    public void execute(Runnable task) {
        ready.add(task);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        Timer timer = new Timer(task, nanos + unit.toNanos(delay));
        timers.add(timer);
        return timer;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long first, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long time, TimeUnit unit) {
        return true;
    }
}
