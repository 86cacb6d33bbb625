package io.tollgate.benchmarks.peers;

import io.tollgate.benchmarks.measure.Latencies;
import io.tollgate.benchmarks.report.BarChart;
import io.tollgate.benchmarks.report.LineChart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pictures of what was measured, each by the name of its file. Stateless. */
final class Plots {
    private static final double WHOLE = 100;

    private Plots() {}

    /** Throughput of all works, and latency of each. */
    static Map<String, String> of(Map<Contender, Map<Work, Figures>> figures) {
        Map<String, String> plots = new LinkedHashMap<>();
        List<BarChart.Group> groups = new ArrayList<>();
        for (Work work : Work.values()) {
            List<BarChart.Bar> bars = new ArrayList<>();
            List<LineChart.Line> lines = new ArrayList<>();
            figures.forEach((contender, ofOne) -> {
                Figures own = ofOne.get(work);
                if (own != null && !own.isEmpty()) {
                    bars.add(new BarChart.Bar(contender.name(), work == Work.IDLE ? 1 / own.cpu() : own.cpu()));
                    Latencies latency = own.latency();
                    if (latency != null) {
                        lines.add(new LineChart.Line(contender.name(), points(latency)));
                    }
                }
            });
            if (!bars.isEmpty()) {
                groups.add(new BarChart.Group(
                        work == Work.IDLE ? "idle: bytes for each connection, less is better" : work.word(), bars));
                plots.put("latency-" + work.word() + ".svg", latency(work, lines));
            }
        }
        plots.put(
                "throughput.svg",
                new BarChart(
                                "Work for each CPU-second of the proxy, kernel time included",
                                "requests, handshakes or bodies; more is better",
                                groups)
                        .svg());
        return plots;
    }

    private static String latency(Work work, List<LineChart.Line> lines) {
        return new LineChart(
                        "Latency of " + work.word() + ", counted from when each request was to begin",
                        "one request in so many is slower",
                        "ms",
                        true,
                        true,
                        lines)
                .svg();
    }

    private static List<LineChart.Point> points(Latencies latency) {
        return latency.curve().stream()
                .filter(point -> point.percentile() < WHOLE)
                .map(point -> new LineChart.Point(WHOLE / (WHOLE - point.percentile()), point.millis()))
                .toList();
    }
}
