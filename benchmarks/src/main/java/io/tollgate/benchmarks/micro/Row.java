package io.tollgate.benchmarks.micro;

/**
 * What one operation costs. Immutable.
 *
 * @param name what was measured, at which scale: {@code FilterChain.head 1000/10/1}
 * @param nanos wall time; 0 for what is no operation
 * @param cpuNanos time of all processors, the collector's included; 0 as above
 * @param bytes allocated on the heap; for what is no operation, held there
 */
record Row(String name, double nanos, double cpuNanos, double bytes) {
    Row {
        if (name.isBlank() || nanos < 0 || cpuNanos < 0 || bytes < 0) {
            throw new IllegalArgumentException("no figures of " + name);
        }
    }
}
