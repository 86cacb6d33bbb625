package io.tollgate.benchmarks.micro;

import io.tollgate.benchmarks.BenchmarkException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Turns what JMH says into rows. Stateless. */
final class Results {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Results() {}

    /** What a benchmark is called: class and method, then its parameters. */
    static String name(BenchmarkParams benchmark) {
        String full = benchmark.getBenchmark();
        int method = full.lastIndexOf('.');
        int type = full.lastIndexOf('.', method - 1);
        StringBuilder name = new StringBuilder(full.substring(type + 1).replace("Benchmark.", "."));
        for (String key : benchmark.getParamsKeys()) {
            name.append(' ').append(benchmark.getParam(key));
        }
        return name.toString();
    }

    /** A row for each result. */
    static List<Row> rows(Collection<RunResult> results) {
        List<Row> rows = new ArrayList<>();
        for (RunResult result : results) {
            // JMH takes a batch for an operation.
            int batch = result.getParams().getMeasurement().getBatchSize();
            rows.add(new Row(
                    name(result.getParams()),
                    result.getPrimaryResult().getScore() / batch,
                    secondary(result, CpuProfiler.LABEL) / batch,
                    secondary(result, ALLOCATED) / batch));
        }
        return rows;
    }

    @SuppressWarnings("rawtypes") // as JMH has it
    private static double secondary(RunResult result, String label) {
        for (Map.Entry<String, Result> each : result.getSecondaryResults().entrySet()) {
            if (each.getKey().endsWith(label)) {
                return Math.max(0, each.getValue().getScore());
            }
        }
        throw new BenchmarkException("JMH measured no " + label + " of " + name(result.getParams()));
    }

    /** The verdict alone, of each scale at which both halves were measured: for the report, not for the baseline. */
    static List<Row> verdicts(List<Row> rows) {
        List<Row> verdicts = new ArrayList<>();
        for (Row whole : rows) {
            String scale = whole.name().substring(whole.name().indexOf(' ') + 1);
            if (!whole.name().equals("FilterChain.headToVerdict " + scale)) {
                continue;
            }
            for (Row head : rows) {
                if (head.name().equals("FilterChain.head " + scale)) {
                    verdicts.add(new Row(
                            "(verdict alone) " + scale,
                            Math.max(0, whole.nanos() - head.nanos()),
                            Math.max(0, whole.cpuNanos() - head.cpuNanos()),
                            Math.max(0, whole.bytes() - head.bytes())));
                }
            }
        }
        return verdicts;
    }
}
