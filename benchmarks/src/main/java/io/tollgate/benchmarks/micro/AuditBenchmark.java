package io.tollgate.benchmarks.micro;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditHead;
import io.tollgate.filters.audit.AuditKeys;
import io.tollgate.filters.audit.ChainedTrail;
import io.tollgate.filters.audit.HeadJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Events on their way to the disk, as many at once as a busy second brings; done when the last of them is there. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(batchSize = 20)
@Measurement(batchSize = 20)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
public class AuditBenchmark {
    private static final int AT_ONCE = 500;

    private final AuditEvent event = new AuditEvent.Refused(
            new AuditEvent.Context(KeptUsers.id(17), "person17@clinic.example", "10.1.0.17", "billing", "7QK3-M0XR"),
            "access.role",
            "DELETE /invoices/** (tollgate.yaml:14:11)",
            "DELETE",
            "/invoices/**");

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private ChainedTrail trail;

    /** Opens a trail in a folder of its own. */
    @Setup(Level.Trial)
    public void setUp() throws IOException {
        folder = Files.createTempDirectory("tollgate-micro");
        trail = ChainedTrail.open(
                new ChainedTrail.Setup(folder, new OneKey(), new NoHeads(), InstantSource.system(), "node"));
    }

    /** Appends {@value AT_ONCE}. */
    @Benchmark
    public @Nullable Void fiveHundred() throws InterruptedException, ExecutionException {
        CompletionStage<Void> last = CompletableFuture.completedStage(null);
        for (int i = 0; i < AT_ONCE; i++) {
            last = trail.append(event);
        }
        return last.toCompletableFuture().get();
    }

    /** Closes the trail and removes it. */
    @TearDown(Level.Trial)
    public void tearDown() throws IOException {
        trail.close();
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }

    private static final class OneKey implements AuditKeys {
        private final SecretKey key = new SecretKeySpec(new byte[32], "HmacSHA256");

        @Override
        public String current() {
            return "benchmark";
        }

        @Override
        public SecretKey key(String id) {
            return key;
        }
    }

    private static final class NoHeads implements HeadJournal {
        @Override
        public List<AuditHead> load() {
            return List.of();
        }

        @Override
        public CompletionStage<Void> advanced(AuditHead head) {
            return CompletableFuture.completedStage(null);
        }
    }
}
