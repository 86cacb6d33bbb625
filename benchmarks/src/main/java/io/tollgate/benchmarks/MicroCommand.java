package io.tollgate.benchmarks;

import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;

/** {@code tollgate bench micro}: time and bytes of single operations (JMH). */
@Command(name = "micro", header = "Time and bytes of single operations (JMH).")
final class MicroCommand implements Callable<Integer> {
    @Override
    public Integer call() throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(FilterChainBenchmark.class.getSimpleName())
                        .addProfiler(GCProfiler.class)
                        .jvmArgsPrepend("-Xmx4g")
                        .build())
                .run();
        return 0;
    }
}
