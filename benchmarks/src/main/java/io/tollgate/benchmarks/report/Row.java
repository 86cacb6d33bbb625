package io.tollgate.benchmarks.report;

import org.jspecify.annotations.Nullable;

/**
 * One figure of the side-by-side run, beside the ratios that count. A figure that was not measured is NaN. Immutable.
 *
 * @param peer {@code tollgate}, {@code nginx} …
 * @param engine what speaks TLS, of Tollgate only
 * @param work {@code small}, {@code h2} …
 * @param ratio to plain nginx, per CPU-second of the proxy; of idle connections: nginx's bytes by this one's
 * @param wallRatio to plain nginx, by the clock
 * @param p99Ms at the fixed rate of the open-loop client
 * @param cpu pieces of work a CPU-second; of idle connections: bytes each
 * @param wall pieces of work a second
 */
public record Row(
        String peer,
        @Nullable String engine,
        String work,
        double ratio,
        double wallRatio,
        double p99Ms,
        double cpu,
        double wall,
        double p50Ms,
        double p999Ms,
        int rounds) {
    /** Peer and engine. */
    public String name() {
        return engine == null ? peer : peer + ", " + engine;
    }
}
