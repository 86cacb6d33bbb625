package io.tollgate.benchmarks.scale;

import io.tollgate.benchmarks.journeys.Volley;
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

/** What was measured at all sizes, and what one more of each costs. Confined to one thread. */
final class ScaleReport {
    private static final String ENGINE = "bouncy-castle";
    private static final double MEGA = 1024 * 1024;
    private static final int SEE_OTHER = 303;
    private static final int LATER = 503;

    private final Machine machine;
    private final OtherWork otherWork = OtherWork.here();
    private final List<Point> points = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable Logins logins;

    /**
     * Logins beside people who are in.
     *
     * @param result what became of the logins
     * @param quiet what those who are in cost and felt before
     * @param beside the same while others logged in
     */
    record Logins(int perMinute, Volley.Result result, Busy.Cost quiet, Busy.Cost beside) {}

    /**
     * What one more costs between the smallest and the largest size.
     *
     * @param heap bytes that live on the heap
     * @param total the same and what is resident outside it
     * @param cpuFrom of a request at the smallest size, in microseconds
     * @param cpuTo of one at the largest
     */
    record Slope(Dimension dimension, int from, int to, double heap, double total, double cpuFrom, double cpuTo) {}

    ScaleReport(String command) {
        this.machine = Machine.here(Instant.now(), Map.of("engine", ENGINE), command);
    }

    void add(Point point) {
        points.add(point);
    }

    void logins(Logins measured) {
        logins = measured;
    }

    /** Something that whoever reads the figures has to know. */
    void note(String text) {
        notes.add(text);
    }

    /** How the connections came. */
    void opened(int asked, int there, double seconds) {
        note(String.format(
                Locale.ROOT,
                "%,d connections were opened in %.1f s, each with a full handshake and a request; %,d were there when"
                        + " measured",
                asked,
                seconds,
                there));
    }

    /** What one more costs, of each dimension of which two sizes were measured. */
    List<Slope> slopes() {
        List<Slope> slopes = new ArrayList<>();
        for (Dimension dimension : Dimension.values()) {
            List<Point> of = of(dimension);
            if (of.size() >= 2) {
                Point first = of.get(0);
                Point last = of.get(of.size() - 1);
                double more = last.size() - first.size();
                slopes.add(new Slope(
                        dimension,
                        first.size(),
                        last.size(),
                        (last.memory().liveHeap() - first.memory().liveHeap()) / more,
                        (last.memory().total() - first.memory().total()) / more,
                        first.cpuMicros(),
                        last.cpuMicros()));
            }
        }
        return slopes;
    }

    private List<Point> of(Dimension dimension) {
        return points.stream().filter(point -> point.dimension() == dimension).toList();
    }

    String text() {
        StringBuilder out = new StringBuilder(String.join("\n", machine.lines()))
                .append('\n')
                .append(otherWork.text())
                .append("\n\n");
        Sheet sizes = new Sheet(
                "what",
                "size",
                "ready s",
                "ready CPU s",
                "live heap MB",
                "outside MB",
                "RSS MB",
                "CPU us/request",
                "p99 ms");
        for (Point point : points) {
            sizes.row(
                    point.dimension().label(),
                    String.format(Locale.ROOT, "%,d", point.size()),
                    two(point.start().seconds()),
                    two(point.start().cpuSeconds()),
                    one(point.memory().liveHeap() / MEGA),
                    one(point.memory().outside() / MEGA),
                    one(point.resident() / MEGA),
                    one(point.cpuMicros()),
                    two(point.p99()));
        }
        out.append(sizes.isEmpty() ? "" : sizes.text() + "\n");
        Sheet each = new Sheet(
                "one more of", "from", "to", "live heap bytes", "with native bytes", "CPU us/request from", "to");
        for (Slope slope : slopes()) {
            each.row(
                    slope.dimension().label(),
                    String.format(Locale.ROOT, "%,d", slope.from()),
                    String.format(Locale.ROOT, "%,d", slope.to()),
                    String.format(Locale.ROOT, "%,.0f", slope.heap()),
                    String.format(Locale.ROOT, "%,.0f", slope.total()),
                    one(slope.cpuFrom()),
                    one(slope.cpuTo()));
        }
        out.append(each.isEmpty() ? "" : each.text() + "\n");
        if (logins != null) {
            out.append(loginText(logins)).append('\n');
        }
        notes.forEach(note -> out.append("- ").append(note).append('\n'));
        return out.toString().stripTrailing();
    }

    private static String loginText(Logins logins) {
        Volley.Result result = logins.result();
        return String.format(
                Locale.ROOT,
                "%d logins a minute: %d in, %d told to come later, %d others; a login took %.0f ms (p50), %.0f ms"
                        + " (p99)%n  the gateway's processor: %.0f %% without, %.0f %% with them%n  requests of others:"
                        + " p99 %.2f ms without, %.2f ms with; p99.9 %.2f and %.2f ms%n",
                logins.perMinute(),
                result.count(SEE_OTHER),
                result.count(LATER),
                result.total() - result.count(SEE_OTHER) - result.count(LATER),
                result.latencies().p50(),
                result.latencies().p99(),
                logins.quiet().cpuShare() * 100,
                logins.beside().cpuShare() * 100,
                logins.quiet().p99(),
                logins.beside().p99(),
                logins.quiet().p999(),
                logins.beside().p999());
    }

    void write(@Nullable Path json, @Nullable Path svg) {
        Map<String, Object> root = Sheets.json(machine);
        root.put("load-before", otherWork.load());
        root.put("notes", List.copyOf(notes));
        root.put("points", points.stream().map(ScaleReport::json).toList());
        root.put("one-more", slopes().stream().map(ScaleReport::json).toList());
        if (logins != null) {
            root.put("logins", json(logins));
        }
        Sheets.write(json, root, svg, charts());
    }

    private static Map<String, Object> json(Point point) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dimension", point.dimension().label());
        json.put("size", point.size());
        json.put("ready-seconds", point.start().seconds());
        json.put("ready-cpu-seconds", point.start().cpuSeconds());
        json.put("live-heap-bytes", point.memory().liveHeap());
        json.put("outside-bytes", point.memory().outside());
        json.put("resident-bytes", point.resident());
        json.put("cpu-us-per-request", point.cpuMicros());
        json.put("p99-ms", point.p99());
        return json;
    }

    private static Map<String, Object> json(Slope slope) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dimension", slope.dimension().label());
        json.put("from", slope.from());
        json.put("to", slope.to());
        json.put("live-heap-bytes", slope.heap());
        json.put("total-bytes", slope.total());
        return json;
    }

    private static Map<String, Object> json(Logins logins) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("per-minute", logins.perMinute());
        json.put("answers", logins.result().answers());
        json.put("login-p50-ms", logins.result().latencies().p50());
        json.put("login-p99-ms", logins.result().latencies().p99());
        json.put("cpu-share-quiet", logins.quiet().cpuShare());
        json.put("cpu-share-beside", logins.beside().cpuShare());
        json.put("others-p999-ms-quiet", logins.quiet().p999());
        json.put("others-p999-ms-beside", logins.beside().p999());
        return json;
    }

    private Map<String, LineChart> charts() {
        Map<String, LineChart> charts = new LinkedHashMap<>();
        charts.put(
                "memory",
                chart(
                        "Memory",
                        "MB, live heap and native",
                        true,
                        point -> point.memory().total() / MEGA));
        charts.put("cpu", chart("CPU of a request", "us", false, Point::cpuMicros));
        charts.put(
                "start",
                chart("Start", "s until ready", false, point -> point.start().seconds()));
        return charts;
    }

    private LineChart chart(String title, String up, boolean isLogUp, ToDoubleFunction<Point> figure) {
        List<LineChart.Line> lines = new ArrayList<>();
        for (Dimension dimension : Dimension.values()) {
            List<LineChart.Point> line = of(dimension).stream()
                    .map(point -> new LineChart.Point(Math.max(1, point.size()), figure.applyAsDouble(point)))
                    .toList();
            if (line.size() > 1) {
                lines.add(new LineChart.Line(dimension.label(), line));
            }
        }
        return new LineChart(title, "how many", up, true, isLogUp, lines);
    }

    private static String one(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
