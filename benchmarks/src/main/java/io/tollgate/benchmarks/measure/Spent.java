package io.tollgate.benchmarks.measure;

import java.util.Map;

/**
 * What a process spent between two instants. Immutable.
 *
 * @param cpuNanos CPU time of the process and its children, kernel included
 * @param compilerNanos the part of it that a JVM's compilers took
 * @param wallNanos time by the clock
 */
public record Spent(long cpuNanos, long compilerNanos, long wallNanos) {
    private static final double NANOS = 1e9;

    /** Begins to count. */
    public static Meter of(long pid) {
        return new Meter(pid, Cpu.nanos(pid), Cpu.compilers(pid), System.nanoTime());
    }

    public double cpuSeconds() {
        return cpuNanos / NANOS;
    }

    public double wallSeconds() {
        return wallNanos / NANOS;
    }

    /** How much of the CPU time compilers took, 0 to 1. */
    public double compilerShare() {
        return cpuNanos == 0 ? 0 : Math.min(1, (double) compilerNanos / cpuNanos);
    }

    /** Where counting began. Immutable. */
    public static final class Meter {
        private final long pid;
        private final long cpu;
        private final Map<Long, Long> compilers;
        private final long start;

        private Meter(long pid, long cpu, Map<Long, Long> compilers, long start) {
            this.pid = pid;
            this.cpu = cpu;
            this.compilers = Map.copyOf(compilers);
            this.start = start;
        }

        /** What was spent until now. */
        public Spent untilNow() {
            long wall = System.nanoTime() - start;
            long compiling = 0;
            for (Map.Entry<Long, Long> thread : Cpu.compilers(pid).entrySet()) {
                compiling += thread.getValue() - compilers.getOrDefault(thread.getKey(), 0L);
            }
            return new Spent(Cpu.nanos(pid) - cpu, compiling, wall);
        }
    }
}
