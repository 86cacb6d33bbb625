package io.tollgate.benchmarks.sheet;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.measure.Latencies;
import io.tollgate.benchmarks.report.LineChart;
import io.tollgate.benchmarks.report.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes what a benchmark leaves behind where it was asked for. Stateless. */
public final class Sheets {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SVG = ".svg";
    private static final double WHOLE = 100;

    private Sheets() {}

    /** JSON to one file; charts to the other, or beside it with a name each where there are several. */
    public static void write(
            @Nullable Path jsonFile, Map<String, ?> json, @Nullable Path svgFile, Map<String, LineChart> charts) {
        if (jsonFile != null) {
            write(jsonFile, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
        }
        if (svgFile != null) {
            charts.forEach((name, chart) -> {
                if (!chart.lines().isEmpty()) {
                    write(charts.size() == 1 ? svgFile : named(svgFile, name), chart.svg());
                }
            });
        }
    }

    private static Path named(Path file, String name) {
        String whole = file.toString();
        String stem = whole.endsWith(SVG) ? whole.substring(0, whole.length() - SVG.length()) : whole;
        return Path.of(stem + "-" + name + SVG);
    }

    /** The members with which the JSON of a report begins. */
    public static Map<String, Object> json(Machine machine) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("date", machine.date().toString());
        json.put("machine", machine.processors());
        json.put("kernel", machine.kernel());
        json.put("jdk", machine.jdk());
        json.putAll(machine.versions());
        json.put("command", machine.command());
        return json;
    }

    /** A curve of latencies over how rare they are: one request in so many takes longer. */
    public static List<LineChart.Point> tail(Latencies latencies) {
        return latencies.curve().stream()
                .filter(point -> point.percentile() < WHOLE)
                .map(point -> new LineChart.Point(WHOLE / (WHOLE - point.percentile()), point.millis()))
                .toList();
    }

    private static void write(Path file, String text) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new BenchmarkException(file + " can't be written: " + e.getMessage(), e);
        }
    }
}
