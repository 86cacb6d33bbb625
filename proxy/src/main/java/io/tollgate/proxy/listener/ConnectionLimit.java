package io.tollgate.proxy.listener;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** How many clients may be connected at a time, over all listeners. Safe for use by any thread. */
public final class ConnectionLimit {

    /** Kept free for files, the store, upstream health checks and what the Java runtime opens; a quarter where there are few. */
    private static final long RESERVED_DESCRIPTORS = 256;

    private static final int LEAST = 8;
    private static final int MOST = 100_000;

    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    public ConnectionLimit(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a limit of " + most);
        }
        this.most = most;
    }

    /** As many as the file descriptors that this process has left carry, with one more each for the application behind. */
    public static ConnectionLimit byFileDescriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? new ConnectionLimit(carried(unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount()))
                : new ConnectionLimit(MOST);
    }

    /** Clients are turned away before descriptors run out: then a class that is not loaded yet could not be any more. */
    static int carried(long descriptors, long open) {
        long left = Math.max(0, descriptors - open);
        long most = (left - Math.min(RESERVED_DESCRIPTORS, left / 4)) / 2;
        return (int) Math.max(LEAST, Math.min(MOST, most));
    }

    /** Takes a place, given back by {@link #leave}; false where there is none. */
    boolean enter() {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        open.decrementAndGet();
    }

    /** Clients connected now. */
    public int open() {
        return open.get();
    }

    /** The most there may be. */
    public int most() {
        return most;
    }
}
