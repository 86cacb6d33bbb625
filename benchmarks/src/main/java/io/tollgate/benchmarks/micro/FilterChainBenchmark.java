package io.tollgate.benchmarks.micro;

import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.FilterChain;
import io.tollgate.filters.chain.Verdict;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The verdict of the whole chain on small GETs of people with sessions, beside what is made for each request before it. The
 * chain is the gateway's own; each request is of another session. The verdict alone is the difference of the two.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(batchSize = 50_000)
@Measurement(batchSize = 50_000)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
public class FilterChainBenchmark {
    @Param({"1000/10/1", "1000000/10/1", "1000/10000/1", "1000/10000/64", "1000000/10000/64"})
    String scale = "";

    @SuppressWarnings("NullAway.Init")
    private FilterChain chain;

    @SuppressWarnings("NullAway.Init")
    private Traffic traffic;

    @SuppressWarnings("NullAway.Init")
    private ScheduledThreadPoolExecutor loop;

    private final FilterChain.Listener nobody = (judged, decision) -> {};

    /** Restores the sessions, compiles the rules, and lets each session be asked for once. */
    @Setup(Level.Trial)
    public void setUp() {
        Scale of = Scale.parse(scale);
        JudgingGateway deployment = new JudgingGateway(of, new NoTrail());
        chain = deployment.chain();
        traffic = new Traffic(deployment, of.sessions());
        loop = new ScheduledThreadPoolExecutor(1);
        for (int i = 0; i < of.sessions(); i++) {
            if (headToVerdict() != Verdict.Pass.PASS) {
                throw new IllegalStateException("a request of the benchmark is not permitted");
            }
        }
    }

    /** What is made for each request before anything judges it. */
    @Benchmark
    public Exchange head() {
        return traffic.next();
    }

    /** The same, judged. */
    @Benchmark
    public Verdict.@Nullable Decision headToVerdict() {
        return chain.judge(traffic.next(), loop, nobody);
    }

    /** Ends the loop. */
    @TearDown(Level.Trial)
    public void tearDown() {
        loop.shutdownNow();
    }
}
