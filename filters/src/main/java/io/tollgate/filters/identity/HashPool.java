package io.tollgate.filters.identity;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.filters.handover.WorkerThreads;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The few threads on which passwords are hashed, so that a storm of logins leaves the rest of the machine alone.
 *
 * <p>A place is claimed before anything else is spent on an attempt; without one the attempt is shed. Safe for use by any
 * thread; nothing here blocks. What hangs on a returned stage runs on a hashing thread.
 */
public final class HashPool implements AutoCloseable {
    private static final long FIRST_GUESS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Ticker ticker;
    private final int threads;
    private final int most;
    private final Semaphore places;
    private final Semaphore strangers;
    private final WorkerThreads executor;
    /** What waits, as many as the executor was asked to take on: those who are known come first. */
    private final ConcurrentLinkedQueue<Runnable> waitingKnown = new ConcurrentLinkedQueue<>();

    private final ConcurrentLinkedQueue<Runnable> waitingStrangers = new ConcurrentLinkedQueue<>();
    private final AtomicLong costNanos = new AtomicLong(FIRST_GUESS_NANOS);

    /**
     * @param threads that hash
     * @param waiting how many may wait for one of them
     */
    public HashPool(int threads, int waiting, Ticker ticker) {
        this("tollgate-hash", threads, waiting, ticker);
    }

    /** The same whose threads are called this, a number behind it: for what costs about as much every time, and less. */
    public HashPool(String name, int threads, int waiting, Ticker ticker) {
        this.ticker = ticker;
        this.threads = threads;
        this.most = Math.addExact(threads, waiting);
        this.places = new Semaphore(most);
        this.strangers = new Semaphore(most - waiting / 4);
        this.executor = new WorkerThreads(name, threads, Thread.MIN_PRIORITY, most);
    }

    /** Half of the processors, so that the other half serves requests while everybody logs in. */
    public static int threadsFor(int processors) {
        return Math.max(1, processors / 2);
    }

    /** Takes a place, or throws {@link PoolFullException}. */
    public Claim claim() {
        if (!places.tryAcquire()) {
            throw new PoolFullException(retryAfter());
        }
        return new Claim(false);
    }

    /**
     * The same for somebody whom neither device nor network is known for: a quarter of those who may wait are never
     * strangers, and whoever is known waits for no stranger that has not begun. However many guess, who is known gets in.
     */
    public Claim claimAsStranger() {
        if (!strangers.tryAcquire()) {
            throw new PoolFullException(retryAfter());
        }
        if (!places.tryAcquire()) {
            strangers.release();
            throw new PoolFullException(retryAfter());
        }
        return new Claim(true);
    }

    /** Claims a place and runs the work there; a full pool is a failed stage. */
    public <T> CompletionStage<T> submit(Supplier<T> work) {
        try {
            return claim().run(work);
        } catch (PoolFullException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** Hashes so many times, one after the other, so that the first person need not wait; done with what a hash costs. */
    public CompletionStage<Duration> warmUp(PasswordHasher hasher, int times) {
        CompletionStage<Boolean> done = CompletableFuture.completedStage(true);
        for (int i = 0; i < times; i++) {
            done = done.thenCompose(before -> submit(() -> hasher.matches(hasher.dummy(), new char[0])));
        }
        return done.thenApply(last -> cost());
    }

    /** How many are hashing or waiting to. */
    public int taken() {
        return most - places.availablePermits();
    }

    /** What one hash costs here lately. */
    public Duration cost() {
        return Duration.ofNanos(costNanos.get());
    }

    /** Ends the threads; what waits is not run. */
    @Override
    public void close() {
        executor.close();
    }

    /** There are never fewer that wait than times that this is run. */
    private void next() {
        Runnable known = waitingKnown.poll();
        Runnable task = known != null ? known : waitingStrangers.poll();
        if (task != null) {
            task.run();
        }
    }

    private Duration retryAfter() {
        long nanos = costNanos.get() / threads * most;
        return Duration.ofSeconds(Math.min(60, 1 + TimeUnit.NANOSECONDS.toSeconds(nanos)));
    }

    /** A place in the pool: run once or released, never both. */
    public final class Claim {
        private final AtomicBoolean isSpent = new AtomicBoolean();
        private final boolean isStrangers;

        private Claim(boolean isStrangers) {
            this.isStrangers = isStrangers;
        }

        /** Runs the work on a hashing thread and gives the place back. */
        public <T> CompletionStage<T> run(Supplier<T> work) {
            CompletableFuture<T> done = new CompletableFuture<>();
            ConcurrentLinkedQueue<Runnable> waiting = isStrangers ? waitingStrangers : waitingKnown;
            Runnable task = () -> finish(done, work);
            waiting.add(task);
            try {
                executor.execute(HashPool.this::next);
            } catch (RuntimeException e) { // the pool is closed
                waiting.remove(task);
                release();
                done.completeExceptionally(e);
            }
            return done;
        }

        /** Gives the place back without having hashed. */
        public void release() {
            if (isSpent.compareAndSet(false, true)) {
                places.release();
                if (isStrangers) {
                    strangers.release();
                }
            }
        }

        private <T> void finish(CompletableFuture<T> done, Supplier<T> work) {
            long start = ticker.read();
            T result;
            try {
                result = work.get();
            } catch (Throwable e) { // whoever waits is told, whatever it was
                release();
                done.completeExceptionally(e);
                return;
            }
            long spent = ticker.read() - start;
            costNanos.updateAndGet(cost -> cost + (spent - cost) / 8);
            release();
            done.complete(result);
        }
    }
}
