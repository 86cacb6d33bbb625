package io.tollgate.filters.handover;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fixed number of daemon threads for what may block or takes long. Handing work over never waits: the queue has no lock,
 * and the threads are there from the start and never end, so that no sender has to make one, which the pool does under a
 * lock. Safe for use by any thread.
 */
public final class WorkerThreads implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerThreads.class);

    private final ThreadPoolExecutor threads;
    private final AtomicInteger waiting = new AtomicInteger();
    private final String name;
    private final int most;

    /**
     * Starts the threads.
     *
     * @param name what they are called, a number behind it
     * @param most how much work may wait
     */
    public WorkerThreads(String name, int threads, int priority, int most) {
        this.name = name;
        this.most = most;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedTransferQueue<>(),
                work -> thread(work, name + "-" + number.incrementAndGet(), priority));
        this.threads.prestartAllCoreThreads();
    }

    @SuppressWarnings("ThreadPriorityCheck") // a hint where the platform takes one; what holds is the number of threads
    private static Thread thread(Runnable work, String name, int priority) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setPriority(priority);
        return thread;
    }

    /** Runs it as soon as a thread is free; {@link RejectedExecutionException} where too much waits, or it is closed. */
    @Override
    public void execute(Runnable work) {
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            throw new RejectedExecutionException(name + ": " + most + " are waiting");
        }
        try {
            threads.execute(() -> run(work));
        } catch (RejectedExecutionException e) {
            waiting.decrementAndGet();
            throw e;
        }
    }

    private void run(Runnable work) {
        waiting.decrementAndGet();
        try {
            work.run();
        } catch (Throwable e) { // a thread that ended would have to be made anew
            LOG.error("internal.error: {}", name, e);
        }
    }

    /** Ends the threads; what waits is not run. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
