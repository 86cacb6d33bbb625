package io.tollgate.proxy.http;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one event loop. Setting or moving one costs the write of a number: a tick every half second looks at
 * them all, so that one is met up to half a second late. Confined to that event loop.
 */
public final class Deadlines {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final EventLoop loop;
    private final Ticker ticker;
    private @Nullable Deadline first;
    private boolean isTicking;

    /** Deadlines on this loop by this clock. */
    public Deadlines(EventLoop loop, Ticker ticker) {
        this.loop = loop;
        this.ticker = ticker;
    }

    /** The monotonic clock, in nanoseconds. */
    public long now() {
        return ticker.nanoTime();
    }

    /** A deadline, not set yet, that runs {@code action} each time it passes. To be {@link Deadline#close closed}. */
    public Deadline open(Runnable action) {
        Deadline deadline = new Deadline(action);
        deadline.next = first;
        if (first != null) {
            first.previous = deadline;
        }
        first = deadline;
        return deadline;
    }

    private void ensureTicking() {
        if (!isTicking) {
            isTicking = true;
            loop.schedule(this::tick, TICK_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    private void tick() {
        long now = now();
        boolean hasSet = false;
        Deadline next = first;
        while (next != null) {
            Deadline deadline = next;
            next = deadline.next;
            if (deadline.isSet && deadline.at - now <= 0) {
                deadline.isSet = false;
                deadline.action.run();
            }
            hasSet |= deadline.isSet;
        }
        isTicking = false;
        if (hasSet || isAnySet()) {
            ensureTicking();
        }
    }

    /** An action may have set a deadline that was looked at before. */
    private boolean isAnySet() {
        for (Deadline deadline = first; deadline != null; deadline = deadline.next) {
            if (deadline.isSet) {
                return true;
            }
        }
        return false;
    }

    /** One moment after which something is too late. Confined to the event loop. */
    public final class Deadline {
        private final Runnable action;
        private @Nullable Deadline previous;
        private @Nullable Deadline next;
        private long at;
        private boolean isSet;
        private boolean isClosed;

        private Deadline(Runnable action) {
            this.action = action;
        }

        /** Sets or moves it to {@code nanos} from now. */
        public void in(long nanos) {
            at(now() + nanos);
        }

        /** Sets or moves it to this moment of {@link #now}. */
        public void at(long moment) {
            if (isClosed) {
                return;
            }
            at = moment;
            isSet = true;
            ensureTicking();
        }

        /** Takes it back. */
        public void clear() {
            isSet = false;
        }

        /** Whether it is set and has not passed. */
        public boolean isSet() {
            return isSet;
        }

        /** Takes it out for good. */
        public void close() {
            isSet = false;
            if (isClosed) {
                return;
            }
            isClosed = true;
            if (previous != null) {
                previous.next = next;
            } else {
                first = next;
            }
            if (next != null) {
                next.previous = previous;
            }
        }
    }
}
