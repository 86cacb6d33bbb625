package io.tollgate.proxy.tls;

import io.tollgate.filters.handover.WorkerThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which handshake cryptography runs, and the bound on how much of it may wait. Safe for use by any thread.
 *
 * <p>Only the wait for a processor is bounded here. A client that starts a handshake and stalls holds nothing but its own
 * connection until the deadline; would it hold one of few places, a hundred such clients a second would lock out all others.
 */
public final class HandshakePool implements Executor, AutoCloseable {

    /** With more than this waiting, a newcomer would wait longer than its user: about half a second on two processors. */
    public static final int MOST_WAITING = 1_000;

    private final WorkerThreads threads;
    private final AtomicInteger waiting = new AtomicInteger();
    private final int most;

    /** As many threads as given, as many handshakes waiting as {@link #MOST_WAITING}. */
    public HandshakePool(int threads) {
        this(threads, MOST_WAITING);
    }

    HandshakePool(int threads, int most) {
        this.threads = new WorkerThreads("tollgate-handshake", threads, Thread.NORM_PRIORITY, Integer.MAX_VALUE);
        this.most = most;
    }

    /** Takes a place for a new handshake, given back by {@link #leave}; false where there is none. */
    boolean admit() {
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        waiting.decrementAndGet();
    }

    /** Handshakes whose first flight is not made yet. */
    public int waiting() {
        return waiting.get();
    }

    /** Runs one step of a handshake under way: never refused, so that work once begun is not lost. */
    @Override
    public void execute(Runnable step) {
        threads.execute(step);
    }

    @Override
    public void close() {
        threads.close();
    }
}
