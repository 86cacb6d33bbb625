package io.tollgate.benchmarks.micro;

import io.tollgate.filters.access.Access;
import io.tollgate.filters.access.AccessDecision;
import io.tollgate.filters.access.Readings;
import io.tollgate.filters.http.Form;
import java.util.HashSet;
import java.util.Set;
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

/** What the rules of an app say to somebody with every role: allowed, denied, allowed by a parameter, and unknown to all. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(batchSize = 50_000)
@Measurement(batchSize = 50_000)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
public class AccessBenchmark {
    private static final Readings AREA = read("/area1013/part7/view");
    private static final Readings CLAIMS = read("/claims/17/edit");
    private static final Readings FIXED = read("/invoices/2003-0117");
    private static final Readings BY_PARAMETER = read("/ledger?action=enter&amount=17");
    private static final Readings UNKNOWN = read("/nowhere/at/all");

    /** Rules and roles. */
    @Param({"10/1", "10000/1", "10000/64"})
    String scale = "";

    @SuppressWarnings("NullAway.Init")
    private Access access;

    private final Set<String> roles = new HashSet<>();
    private Readings other = FIXED;
    private int turn;

    private static Readings read(String target) {
        return (Readings) Readings.of(target);
    }

    /** Compiles the rules. */
    @Setup(Level.Trial)
    public void setUp() {
        JudgingGateway deployment = new JudgingGateway(Scale.parse("1/" + scale), new NoTrail());
        access = deployment.access();
        other = scale.startsWith("10/") ? CLAIMS : AREA;
        for (int i = 0; i < 64; i++) {
            roles.add("role" + i);
        }
    }

    /** Two that a rule allows, in turn. */
    @Benchmark
    public AccessDecision allowed() {
        return access.judge("GET", (++turn & 1) == 0 ? other : FIXED, roles, Form.NONE);
    }

    /** One that a rule denies although another allows it. */
    @Benchmark
    public AccessDecision denied() {
        return access.judge("DELETE", FIXED, roles, Form.NONE);
    }

    /** One that depends on a parameter. */
    @Benchmark
    public AccessDecision byParameter() {
        return access.judge("POST", BY_PARAMETER, roles, Form.NONE);
    }

    /** One that no rule speaks of. */
    @Benchmark
    public AccessDecision unknown() {
        return access.judge("GET", UNKNOWN, roles, Form.NONE);
    }
}
