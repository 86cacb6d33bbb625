package io.tollgate.benchmarks;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** The entry point of {@code tollgate bench}. */
public final class Main {
    private static final int USAGE = 2;

    private Main() {}

    /** Runs {@code micro}, time and bytes per operation; anything else is not in this release: exit code 2. */
    public static void main(String[] args) throws RunnerException {
        if (args.length == 1 && args[0].equals("micro")) {
            new Runner(new OptionsBuilder()
                            .include(FilterChainBenchmark.class.getSimpleName())
                            .addProfiler(GCProfiler.class)
                            .jvmArgsPrepend("-Xmx4g")
                            .build())
                    .run();
            return;
        }
        System.err.println("usage: tollgate bench micro\n  peers and load are not in this release;"
                + " benchmarks/first-figure measures against nginx");
        System.exit(USAGE);
    }
}
