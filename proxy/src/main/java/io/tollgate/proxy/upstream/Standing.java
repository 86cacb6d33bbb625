package io.tollgate.proxy.upstream;

import io.netty.util.concurrent.Ticker;
import io.tollgate.config.CircuitBreakerConfig;
import io.tollgate.config.OutlierConfig;
import io.tollgate.proxy.upstream.EndpointListener.Change;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How one endpoint stands: what health checks say, whether it is left out after failures, its circuit breaker, and how many
 * requests are under way. Takes no lock; safe for use by any thread.
 */
final class Standing {
    private final OutlierConfig outlier;
    private final @Nullable Breaker breaker;
    private final Ticker ticker;
    private final BiConsumer<Change, String> changes;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger failuresInRow = new AtomicInteger();
    private final LongAdder failures = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder ejections = new LongAdder();
    private volatile boolean isWell = true;
    private volatile boolean isEjected;
    private volatile long ejectedUntil;

    Standing(
            OutlierConfig outlier,
            @Nullable CircuitBreakerConfig breaker,
            Ticker ticker,
            BiConsumer<Change, String> changes) {
        this.outlier = outlier;
        this.ticker = ticker;
        this.changes = changes;
        this.breaker = breaker == null ? null : new Breaker(breaker, ticker, now -> breakerChanged(breaker, now));
    }

    private void breakerChanged(CircuitBreakerConfig config, String now) {
        switch (now) {
            case "open" ->
                changes.accept(
                        Change.OPENED,
                        config.failureRate() + "% of its last requests failed; spared for "
                                + config.openFor().toMillis() + " ms");
            case "half-open" -> changes.accept(Change.TRIED, "a few requests try it again");
            default -> changes.accept(Change.CLOSED, "it answers again");
        }
    }

    /** Whether health checks find it well, or nobody asks. */
    boolean isWell() {
        return isWell;
    }

    /** What health checks found. */
    void health(boolean well, String why) {
        if (well != isWell) {
            isWell = well;
            changes.accept(well ? Change.UP : Change.DOWN, why);
        }
    }

    /** Whether it is left out after failures. */
    boolean isEjected() {
        return isEjected && ejectedUntil - ticker.nanoTime() > 0;
    }

    /** Requests under way, tunnels included. */
    int active() {
        return active.get();
    }

    /** A request may be sent to it; {@link #exit} is called once after it, and one of the three verdicts before that. */
    boolean enter() {
        Breaker guard = breaker;
        if (guard != null && !guard.enter()) {
            return false;
        }
        active.incrementAndGet();
        return true;
    }

    void exit() {
        active.decrementAndGet();
    }

    /** It answered, whatever it answered. */
    void answered() {
        if (failuresInRow.get() != 0) {
            failuresInRow.set(0);
            isEjected = false;
        }
        Breaker guard = breaker;
        if (guard != null) {
            guard.succeeded();
        }
    }

    /**
     * It could not be connected to, did not answer in time, or closed the connection instead of answering.
     *
     * @param hasSiblings whether there are others to send to
     */
    void failed(String why, boolean hasSiblings) {
        failures.increment();
        Breaker guard = breaker;
        if (guard != null) {
            guard.failed();
        }
        int inRow = failuresInRow.incrementAndGet();
        if (hasSiblings && inRow >= outlier.failures() && !isEjected()) {
            ejectedUntil = ticker.nanoTime() + outlier.lasts().toNanos();
            isEjected = true;
            ejections.increment();
            changes.accept(
                    Change.EJECTED,
                    inRow + " failures in a row, the last: " + why + "; left out for "
                            + outlier.lasts().toMillis() + " ms");
        }
    }

    /** The request was taken back before anything could be said about the endpoint. */
    void left() {
        Breaker guard = breaker;
        if (guard != null) {
            guard.left();
        }
    }

    /** A request goes elsewhere, or once more, after it failed here. */
    void retried() {
        retries.increment();
    }

    /** 0 closed or none, 1 half-open, 2 open. */
    int breakerState() {
        Breaker guard = breaker;
        return guard == null ? 0 : guard.state();
    }

    /** How long its breaker keeps everybody out. */
    long openNanos() {
        Breaker guard = breaker;
        return guard == null ? 0 : guard.openNanos();
    }

    long failures() {
        return failures.sum();
    }

    long retries() {
        return retries.sum();
    }

    long ejections() {
        return ejections.sum();
    }
}
