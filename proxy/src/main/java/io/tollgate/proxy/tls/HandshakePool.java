package io.tollgate.proxy.tls;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    private final ExecutorService threads;
    private final AtomicInteger waiting = new AtomicInteger();
    private final int most;

    /** As many threads as given, as many handshakes waiting as {@link #MOST_WAITING}. */
    public HandshakePool(int threads) {
        this(threads, MOST_WAITING);
    }

    HandshakePool(int threads, int most) {
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "tollgate-handshake-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
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
        threads.shutdownNow();
    }
}
