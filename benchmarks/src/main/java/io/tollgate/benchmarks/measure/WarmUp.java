package io.tollgate.benchmarks.measure;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Load that is not counted, until a JVM's compilers are done: their work is not the proxy's. Immutable.
 *
 * @param share what compilers may take of the CPU time when it ends, 0 to 1
 * @param step how long each piece of load is
 * @param limit how long it goes on at most
 */
public record WarmUp(double share, Duration step, Duration limit) {
    /** As the figures of this project are measured: below 5 %. */
    public static final double SHARE = 0.05;

    /**
     * Goes on until one whole step kept below the share.
     *
     * @param load makes load for a time
     * @return what the last step spent
     */
    public Spent of(long pid, Consumer<Duration> load) {
        long deadline = System.nanoTime() + limit.toNanos();
        Spent last;
        do {
            Spent.Meter meter = Spent.of(pid);
            load.accept(step);
            last = meter.untilNow();
        } while (last.compilerShare() >= share && System.nanoTime() < deadline);
        return last;
    }
}
