package io.tollgate.proxy;

import io.tollgate.filters.identity.HashPool;
import io.tollgate.filters.identity.PasswordHasher;
import io.tollgate.proxy.rehearsal.Rehearsal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a gateway rehearses before it opens, and goes on with afterwards until somebody comes: machine code is made of what
 * has run often, and a rehearsal that is long enough would be a long start. Its steps are taken by one thread, in turn.
 */
final class Prelude implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Prelude.class);
    private static final Duration AFTERWARDS = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** What everything once may take beyond the time there is: many listeners, or a machine that has other things to do. */
    private static final Duration ONCE = Duration.ofSeconds(3);
    /** Hashes until they cost what they will. */
    private static final int HASHES = 8;

    private final Supplier<Rehearsal> rehearsals;
    private final HashPool pool;
    private final PasswordHasher hasher;
    private final Duration most;
    private final BooleanSupplier isAnybodyThere;
    private final Thread afterwards = new Thread(this::goOn, "tollgate-rehearsal");
    private CompletableFuture<?> hashed = CompletableFuture.completedFuture(null);
    private @Nullable Rehearsal rehearsal;
    private volatile boolean isClosed;

    /**
     * A rehearsal that begins with {@link #before}.
     *
     * @param rehearsals makes the one there is
     * @param most how long the gateway may keep people waiting for it
     * @param isAnybodyThere whether somebody is connected: then there is something better to do
     */
    @SuppressWarnings(
            "ThreadPriorityCheck") // A hint where the platform takes one; it ends where somebody comes in any case.
    Prelude(
            Supplier<Rehearsal> rehearsals,
            HashPool pool,
            PasswordHasher hasher,
            Duration most,
            BooleanSupplier isAnybodyThere) {
        this.rehearsals = rehearsals;
        this.pool = pool;
        this.hasher = hasher;
        this.most = most;
        this.isAnybodyThere = isAnybodyThere;
        afterwards.setDaemon(true);
        afterwards.setPriority(Thread.MIN_PRIORITY);
    }

    /** Before anybody is let in: everything once, a password hash beside it, and again as long as there is time. */
    void before() {
        long begun = System.nanoTime();
        BooleanSupplier hasTime = () -> System.nanoTime() - begun < most.toNanos();
        hashed = pool.warmUp(hasher, 1).toCompletableFuture();
        try {
            rehearsal = rehearsals.get();
            long latest = most.plus(ONCE).toNanos();
            tell(rehearsal.play(hasTime, () -> System.nanoTime() - begun >= latest), begun);
            hashed.get(Math.max(0, begun + most.toNanos() - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("gateway.rehearsal: there is none; the first visitors wait a little longer", e);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("no password was hashed in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tell(Rehearsal.Report done, long begun) {
        LOG.debug(
                "rehearsed {} connections and {} requests by now; {} ms of it at a stretch",
                done.connections(),
                done.requests(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }

    /** From now on people may come. */
    void opened() {
        hashed.whenComplete((done, failure) -> pool.warmUp(hasher, HASHES - 1));
        afterwards.start();
    }

    private void goOn() {
        long begun = System.nanoTime();
        BooleanSupplier hasTime =
                () -> !isClosed && !isAnybodyThere.getAsBoolean() && System.nanoTime() - begun < AFTERWARDS.toNanos();
        Rehearsal known = rehearsal;
        if (known != null && hasTime.getAsBoolean()) {
            tell(known.play(hasTime, () -> !hasTime.getAsBoolean()), begun);
        }
        rehearsal = null; // It will not be asked for again, and holds all that took part.
    }

    /** What runs on has ended when this returns. */
    @Override
    public void close() {
        isClosed = true;
        try {
            afterwards.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
