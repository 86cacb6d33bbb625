package io.tollgate.benchmarks.micro;

import io.tollgate.filters.access.ReadTarget;
import io.tollgate.filters.access.Readings;
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

/** Every way in which a target can be read: of a plain one, and of what has to be decoded, folded or read in several ways. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(batchSize = 50_000)
@Measurement(batchSize = 50_000)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
public class ReadingsBenchmark {
    /** What the target is like. */
    @Param({"plain", "capitals", "encoded", "parameter"})
    String target = "";

    private String text = "";

    /** Chooses the target. */
    @Setup(Level.Trial)
    public void setUp() {
        text = switch (target) {
            case "plain" -> "/invoices/2003-0117?page=2&sort=due";
            case "capitals" -> "/Invoices/2003-0117.ASP?page=2";
            case "encoded" -> "/invoices/M%C3%BCller%20und%20Sohn/2003";
            case "parameter" -> "/invoices;jsessionid=0123456789ABCDEF/2003-0117";
            default -> throw new IllegalArgumentException(target);
        };
    }

    /** Reads it. */
    @Benchmark
    public ReadTarget read() {
        return Readings.of(text);
    }
}
