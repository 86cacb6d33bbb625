package io.tollgate.proxy.listener;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** How many clients may be connected at a time, over all listeners. Safe for use by any thread. */
public final class ConnectionLimit {

    /** Kept free for files, the store, upstream health checks and what the Java runtime opens. */
    private static final long RESERVED_DESCRIPTORS = 256;

    private static final int LEAST = 64;
    private static final int MOST = 100_000;

    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    public ConnectionLimit(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a limit of " + most);
        }
        this.most = most;
    }

    /** As many as this process's file descriptors carry, with one more each for the application behind. */
    public static ConnectionLimit byFileDescriptors() {
        long descriptors = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : MOST;
        long most = (descriptors - RESERVED_DESCRIPTORS) / 2;
        return new ConnectionLimit((int) Math.max(LEAST, Math.min(MOST, most)));
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
