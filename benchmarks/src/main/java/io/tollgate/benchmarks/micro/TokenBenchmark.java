package io.tollgate.benchmarks.micro;

import io.tollgate.config.SessionConfig;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.Sessions;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/** Who brings a token: each time another session's, and one that names none. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(batchSize = 50_000)
@Measurement(batchSize = 50_000)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
public class TokenBenchmark {
    @Param({"1000", "1000000"})
    int sessions;

    @SuppressWarnings("NullAway.Init")
    private Sessions all;

    @SuppressWarnings("NullAway.Init")
    private KeptSessions tokens;

    private final byte[] field = new byte[KeptSessions.TOKEN];
    private final byte[] stranger = "A".repeat(KeptSessions.TOKEN).getBytes(StandardCharsets.ISO_8859_1);
    private int session;

    /** Restores the sessions and asks for each once. */
    @Setup(Level.Trial)
    public void setUp() {
        JudgingGateway deployment = new JudgingGateway(new Scale(sessions, Scale.FEWEST_RULES, 1), new NoTrail());
        all = deployment.sessions();
        tokens = deployment.tokens();
        for (int i = 0; i < sessions; i++) {
            if (!(known() instanceof Caller.Known)) {
                throw new IllegalStateException("a session of the benchmark is not there");
            }
        }
    }

    /** The token of a live session. */
    @Benchmark
    public Caller known() {
        session = session + 1 < sessions ? session + 1 : 0;
        tokens.token(session, field, 0);
        return all.find(field, 0, field.length, Policy.HOST, SessionConfig.DEFAULT, true);
    }

    /** A token that was never given out. */
    @Benchmark
    public Caller unknown() {
        return all.find(stranger, 0, stranger.length, Policy.HOST, SessionConfig.DEFAULT, true);
    }
}
