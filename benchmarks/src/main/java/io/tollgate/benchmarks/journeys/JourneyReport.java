package io.tollgate.benchmarks.journeys;

import io.tollgate.benchmarks.journeys.Journey.Outcome;
import io.tollgate.benchmarks.measure.Latencies;
import io.tollgate.benchmarks.report.LineChart;
import io.tollgate.benchmarks.report.Machine;
import io.tollgate.benchmarks.sheet.Sheet;
import io.tollgate.benchmarks.sheet.Sheets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people met: how many steps of each kind, how they ended, how long they took. Immutable once made. */
final class JourneyReport {
    private static final double NANOS = 1e9;

    private final LoadPlan plan;
    private final StepFigures figures;
    private final Machine machine;

    JourneyReport(LoadPlan plan, StepFigures figures, String command) {
        this.plan = plan;
        this.figures = figures;
        this.machine = Machine.here(Instant.now(), Map.of(), command);
    }

    private double seconds() {
        return (plan.pace().totalNanos() - plan.pace().warmUpNanos()) / NANOS;
    }

    String text() {
        Sheet sheet = new Sheet(
                "step",
                "count",
                "done",
                "refused",
                "busy",
                "failed",
                "p50 ms",
                "p90 ms",
                "p99 ms",
                "p99.9 ms",
                "worst ms");
        for (Step step : Step.values()) {
            if (figures.steps(step) > 0) {
                row(sheet, step.label(), figures.steps(step), outcomes(step), figures.latencies(step));
            }
        }
        row(sheet, "all", figures.steps(), outcomes(null), figures.latencies());
        Latencies inside = figures.withoutPasswords();
        return String.join("\n", machine.lines())
                + String.format(
                        Locale.ROOT,
                        "%ntarget: %s (%s), %d people, %d accounts%n%n%s%n%,d steps in %.0f s (%.1f a second, %s asked"
                                + " for), %,d requests; not due to anybody: %d%nwithout passwords: p50 %.1f, p99 %.1f,"
                                + " p99.9 %.1f ms%s",
                        plan.target().origin(),
                        plan.target().address().getAddress().getHostAddress(),
                        plan.people(),
                        plan.accounts().size(),
                        sheet.text(),
                        figures.steps(),
                        seconds(),
                        figures.steps() / seconds(),
                        plan.rate(),
                        figures.requests(),
                        figures.skipped(),
                        inside.p50(),
                        inside.p99(),
                        inside.p999(),
                        figures.failures().isEmpty() ? "" : "\nfailed, seeing: " + figures.failures());
    }

    private Map<Outcome, Long> outcomes(@Nullable Step step) {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, step == null ? figures.count(outcome) : figures.count(step, outcome));
        }
        return counts;
    }

    private static void row(Sheet sheet, String name, long count, Map<Outcome, Long> outcomes, Latencies latencies) {
        List<String> cells = new ArrayList<>(List.of(name, String.format(Locale.ROOT, "%,d", count)));
        outcomes.values().forEach(each -> cells.add(String.format(Locale.ROOT, "%,d", each)));
        for (double millis :
                new double[] {latencies.p50(), latencies.p90(), latencies.p99(), latencies.p999(), latencies.max()}) {
            cells.add(String.format(Locale.ROOT, "%.1f", millis));
        }
        sheet.row(cells.toArray(String[]::new));
    }

    void write(@Nullable Path json, @Nullable Path svg) {
        Map<String, Object> root = Sheets.json(machine);
        root.put("target", plan.target().origin());
        root.put("people", plan.people());
        root.put("accounts", plan.accounts().size());
        root.put("rate", plan.pace().rate());
        root.put("seconds", seconds());
        root.put("requests", figures.requests());
        root.put("skipped", figures.skipped());
        List<Map<String, Object>> steps = new ArrayList<>();
        for (Step step : Step.values()) {
            if (figures.steps(step) > 0) {
                steps.add(json(step.label(), figures.steps(step), outcomes(step), figures.latencies(step)));
            }
        }
        steps.add(json("all", figures.steps(), outcomes(null), figures.latencies()));
        root.put("steps", steps);
        Sheets.write(json, root, svg, Map.of("steps", chart()));
    }

    private static Map<String, Object> json(String name, long count, Map<Outcome, Long> outcomes, Latencies latencies) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", name);
        json.put("count", count);
        outcomes.forEach((outcome, each) -> json.put(outcome.name().toLowerCase(Locale.ROOT), each));
        json.put("p50-ms", latencies.p50());
        json.put("p90-ms", latencies.p90());
        json.put("p99-ms", latencies.p99());
        json.put("p999-ms", latencies.p999());
        json.put("max-ms", latencies.max());
        return json;
    }

    private LineChart chart() {
        List<LineChart.Line> lines = new ArrayList<>();
        for (Step step : Step.values()) {
            if (figures.steps(step) > 0) {
                lines.add(new LineChart.Line(step.label(), Sheets.tail(figures.latencies(step))));
            }
        }
        return new LineChart(
                "Steps of " + plan.people() + " people, " + plan.rate() + " a second",
                "one step in so many takes longer",
                "ms from when it was due",
                true,
                true,
                lines);
    }
}
