package io.tollgate.benchmarks.storms;

import io.tollgate.benchmarks.measure.Latencies;
import io.tollgate.benchmarks.measure.Medians;
import io.tollgate.benchmarks.report.LineChart;
import io.tollgate.benchmarks.report.Machine;
import io.tollgate.benchmarks.sheet.OtherWork;
import io.tollgate.benchmarks.sheet.Sheet;
import io.tollgate.benchmarks.sheet.Sheets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What came of all rounds: medians, and the ratio that counts. Confined to one thread. */
final class StormsReport {
    private static final String ENGINE = "bouncy-castle";

    private final double most;
    private final Machine machine;
    private final OtherWork otherWork = OtherWork.here();
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private double compilers;

    /** All rounds of one storm. */
    private record Row(Storm storm, List<Storms.Round> rounds) {
        double quiet(ToDoubleFunction<Latencies> what) {
            return Medians.of(rounds.stream()
                    .map(round -> what.applyAsDouble(round.quiet()))
                    .toList());
        }

        double stormy(ToDoubleFunction<Latencies> what) {
            return Medians.of(rounds.stream()
                    .map(round -> what.applyAsDouble(round.stormy()))
                    .toList());
        }

        double ratio(ToDoubleFunction<Latencies> what) {
            return stormy(what) / quiet(what);
        }

        long unanswered() {
            return rounds.stream().mapToLong(Storms.Round::unanswered).sum();
        }
    }

    /**
     * One without rounds.
     *
     * @param most how large a ratio of p99.9 may be
     */
    StormsReport(double most, String command) {
        this.most = most;
        this.machine = Machine.here(Instant.now(), Map.of("engine", ENGINE), command);
    }

    /** How much of the CPU time compilers still took when measuring began. */
    void warm(double share) {
        compilers = share;
    }

    void add(Storm storm, Storms.Round round) {
        rows.computeIfAbsent(storm.name(), name -> new Row(storm, new ArrayList<>()))
                .rounds()
                .add(round);
    }

    /** Whether each ratio of p99.9 is small enough, and everybody had an answer. */
    boolean isWithin() {
        return !rows.isEmpty()
                && rows.values().stream().allMatch(row -> row.ratio(Latencies::p999) <= most && row.unanswered() == 0);
    }

    String text() {
        Sheet sheet = new Sheet(
                "storm",
                "quiet p99",
                "storm p99",
                "ratio",
                "quiet p99.9",
                "storm p99.9",
                "ratio",
                "worst",
                "unanswered");
        StringBuilder what = new StringBuilder();
        for (Row row : rows.values()) {
            sheet.row(
                    row.storm().name(),
                    millis(row.quiet(Latencies::p99)),
                    millis(row.stormy(Latencies::p99)),
                    ratio(row.ratio(Latencies::p99)),
                    millis(row.quiet(Latencies::p999)),
                    millis(row.stormy(Latencies::p999)),
                    ratio(row.ratio(Latencies::p999)) + (row.ratio(Latencies::p999) <= most ? "" : " !"),
                    millis(row.stormy(Latencies::max)),
                    String.valueOf(row.unanswered()));
            what.append("- ")
                    .append(row.storm().name())
                    .append(": ")
                    .append(row.storm().what());
            row.rounds().forEach(round -> what.append("; ").append(round.came()));
            what.append('\n');
        }
        return String.join("\n", machine.lines()) + "\n" + otherWork.text()
                + String.format(
                        Locale.ROOT,
                        "%nwarm-up: compilers took %.0f %% of the CPU time at its end%n%n%s%n%s",
                        compilers * 100,
                        sheet.text(),
                        what)
                + String.format(
                        Locale.ROOT,
                        "Milliseconds from when a request was due, medians over the rounds; at most %.0f x of quiet"
                                + " p99.9: %s",
                        most,
                        isWithin() ? "held" : "NOT held");
    }

    void write(@Nullable Path json, @Nullable Path svg) {
        Map<String, Object> root = Sheets.json(machine);
        root.put("compiler-share-after-warm-up", compilers);
        root.put("most", most);
        root.put("load-before", otherWork.load());
        root.put("storms", rows.values().stream().map(StormsReport::json).toList());
        Sheets.write(json, root, svg, charts());
    }

    private static Map<String, Object> json(Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("storm", row.storm().name());
        json.put("what", row.storm().what());
        json.put("quiet-p99-ms", row.quiet(Latencies::p99));
        json.put("storm-p99-ms", row.stormy(Latencies::p99));
        json.put("quiet-p999-ms", row.quiet(Latencies::p999));
        json.put("storm-p999-ms", row.stormy(Latencies::p999));
        json.put("ratio-p99", row.ratio(Latencies::p99));
        json.put("ratio-p999", row.ratio(Latencies::p999));
        json.put("unanswered", row.unanswered());
        List<Map<String, Object>> rounds = new ArrayList<>();
        for (Storms.Round round : row.rounds()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("quiet-p999-ms", round.quiet().p999());
            one.put("storm-p999-ms", round.stormy().p999());
            one.put("storm-max-ms", round.stormy().max());
            one.put("came", round.came());
            rounds.add(one);
        }
        json.put("rounds", rounds);
        return json;
    }

    private Map<String, LineChart> charts() {
        Map<String, LineChart> charts = new LinkedHashMap<>();
        for (Row row : rows.values()) {
            List<LineChart.Line> lines = new ArrayList<>();
            for (int i = 0; i < row.rounds().size(); i++) {
                lines.add(new LineChart.Line(
                        "quiet " + (i + 1), Sheets.tail(row.rounds().get(i).quiet())));
                lines.add(new LineChart.Line(
                        "storm " + (i + 1), Sheets.tail(row.rounds().get(i).stormy())));
            }
            charts.put(
                    row.storm().name(),
                    new LineChart(
                            "Requests of others: " + row.storm().name(),
                            "one request in so many takes longer",
                            "ms from when it was due",
                            true,
                            true,
                            lines));
        }
        return charts;
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
