package io.tollgate.benchmarks.micro;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.report.Machine;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** One run of the benchmarks of this package: what is measured, how long, and against what. Immutable. */
public final class Micro {
    /** What is done with the figures. */
    public enum Purpose {
        /** They are shown. */
        SHOW,
        /** They become the baseline. */
        RECORD,
        /** They are compared with the baseline; briefly, as bytes need no long run. */
        CHECK
    }

    private static final int WORSE = 1;
    private static final Pattern NAME = Pattern.compile("[A-Za-z.]+");

    private final Path baseline;
    private final PrintWriter out;

    /** Over the baseline in this checkout; {@code out} is where people read. */
    public Micro(Path checkout, PrintWriter out) {
        this.baseline = checkout.resolve("benchmarks").resolve("baseline.json");
        this.out = out;
    }

    /**
     * Measures.
     *
     * @param only parts of names, such as {@code FilterChain} or {@code Access.denied}; empty for everything
     * @return the exit code: 1 where something takes more bytes than the baseline says
     */
    public int run(Purpose purpose, List<String> only) {
        for (String part : only) {
            if (!NAME.matcher(part).matches()) {
                throw new BenchmarkException("--only " + part + ": not a part of a benchmark's name");
            }
        }
        Baseline before = purpose == Purpose.CHECK ? Baseline.read(baseline) : null;
        List<Row> rows = measured(purpose, only);
        if (rows.isEmpty()) {
            throw new BenchmarkException("no benchmark has " + String.join(" or ", only) + " in its name");
        }
        show(rows);
        if (purpose == Purpose.RECORD) {
            record(rows, only.isEmpty());
        }
        return before == null ? 0 : compared(before, rows, only.isEmpty());
    }

    private List<Row> measured(Purpose purpose, List<String> only) {
        List<Row> rows = new ArrayList<>();
        try {
            rows.addAll(Results.rows(new Runner(options(purpose, only).build(), new Progress(out)).run()));
        } catch (NoBenchmarksException e) {
            // What is asked for may be no benchmark of JMH's.
        } catch (RunnerException e) {
            throw new BenchmarkException("JMH could not measure: " + e.getMessage(), e);
        }
        if (only.isEmpty() || only.stream().anyMatch("SessionMemory"::contains)) {
            out.println("  SessionMemory");
            out.flush();
            rows.add(SessionMemory.measure());
        }
        rows.sort(Comparator.comparing(Row::name));
        return rows;
    }

    private static ChainedOptionsBuilder options(Purpose purpose, List<String> only) {
        boolean isShort = purpose == Purpose.CHECK;
        ChainedOptionsBuilder options = new OptionsBuilder()
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuProfiler.class)
                .shouldFailOnError(true)
                .forks(1)
                // So many operations, however long they take, and none of them before its code is compiled: on a busy
                // machine, too, what is measured is the code that serves.
                .warmupIterations(8)
                .measurementIterations(isShort ? 2 : 10)
                .jvmArgs(jvmOptions());
        String within = Pattern.quote(Micro.class.getPackageName()) + "\\..*";
        if (only.isEmpty()) {
            options.include(within);
        }
        for (String part : only) {
            options.include(within + Pattern.quote(part.replace(".", "Benchmark.")));
        }
        return options;
    }

    /** As the launcher runs a gateway, but for the heap, and with compilers that are waited for. */
    private static String[] jvmOptions() {
        List<String> options =
                new ArrayList<>(List.of("-Xbatch", "-Xms3g", "-Xmx3g", "-XX:+UseParallelGC", "-Dfile.encoding=UTF-8"));
        if (Runtime.version().feature() >= 23) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return options.toArray(String[]::new);
    }

    private void show(List<Row> rows) {
        List<Row> all = new ArrayList<>(rows);
        all.addAll(Results.verdicts(rows));
        out.printf(Locale.ROOT, "%n%s, %s%n", Machine.jdkInShort(), Machine.inShort());
        out.printf(Locale.ROOT, "%-44s %12s %12s %12s%n", "benchmark", "ns", "cpu ns", "bytes");
        for (Row row : all) {
            out.printf(
                    Locale.ROOT, "%-44s %12.1f %12.1f %12.1f%n", row.name(), row.nanos(), row.cpuNanos(), row.bytes());
        }
        out.flush();
    }

    private void record(List<Row> rows, boolean isComplete) {
        Baseline made = new Baseline(
                LocalDate.now(ZoneId.systemDefault()).toString(),
                Machine.inShort(),
                Machine.jdkInShort(),
                "./tollgate bench micro --record",
                rows);
        Baseline whole = isComplete || !Files.exists(baseline)
                ? made
                : new Baseline(
                                made.recorded(),
                                made.machine(),
                                made.jdk(),
                                made.command(),
                                Baseline.read(baseline).rows())
                        .with(rows);
        whole.write(baseline);
        out.println("recorded in " + baseline);
        out.flush();
    }

    private int compared(Baseline before, List<Row> rows, boolean isComplete) {
        List<String> complaints = Comparison.complaints(before, rows, isComplete);
        if (!before.jdk().equals(Machine.jdkInShort())) {
            out.println("the baseline was recorded on " + before.jdk() + ", this is " + Machine.jdkInShort()
                    + ": bytes may differ for that alone");
        }
        complaints.forEach(out::println);
        if (complaints.isEmpty()) {
            out.println("nothing takes more bytes than on " + before.recorded());
        }
        out.flush();
        return complaints.isEmpty() ? 0 : WORSE;
    }
}
