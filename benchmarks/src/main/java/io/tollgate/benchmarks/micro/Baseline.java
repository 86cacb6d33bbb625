package io.tollgate.benchmarks.micro;

import io.tollgate.benchmarks.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was measured when all was well, and where: kept in the repository. Immutable.
 *
 * @param recorded the day, as people write it
 * @param machine processors and system
 * @param jdk the JDK that ran it
 * @param command the words that made it
 * @param rows by name
 */
record Baseline(String recorded, String machine, String jdk, String command, List<Row> rows) {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    Baseline {
        rows = List.copyOf(rows);
    }

    /** Reads the file. */
    static Baseline read(Path file) {
        try {
            JsonNode root = JSON.readTree(Files.readString(file));
            List<Row> rows = new ArrayList<>();
            for (JsonNode row : root.path("rows")) {
                rows.add(new Row(
                        row.path("name").asString(),
                        row.path("nanos").asDouble(),
                        row.path("cpu-nanos").asDouble(),
                        row.path("bytes").asDouble()));
            }
            return new Baseline(
                    root.path("recorded").asString(),
                    root.path("machine").asString(),
                    root.path("jdk").asString(),
                    root.path("command").asString(),
                    rows);
        } catch (NoSuchFileException e) {
            throw new BenchmarkException("there is no baseline in " + file + "; record one with --record", e);
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw new BenchmarkException(
                    file + " is no baseline (" + e.getMessage() + "); record one with --record", e);
        }
    }

    /** Writes the file. */
    void write(Path file) {
        ObjectNode root = JSON.createObjectNode()
                .put("recorded", recorded)
                .put("machine", machine)
                .put("jdk", jdk)
                .put("command", command);
        ArrayNode list = root.putArray("rows");
        for (Row row : rows) {
            list.addObject()
                    .put("name", row.name())
                    .put("nanos", rounded(row.nanos()))
                    .put("cpu-nanos", rounded(row.cpuNanos()))
                    .put("bytes", rounded(row.bytes()));
        }
        try {
            Files.writeString(file, JSON.writeValueAsString(root) + "\n");
        } catch (IOException e) {
            throw new BenchmarkException("can't write " + file + " (" + e.getMessage() + ")", e);
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }

    /** The same with these rows in place of those of their names. */
    Baseline with(List<Row> newer) {
        Map<String, Row> all = new TreeMap<>();
        rows.forEach(row -> all.put(row.name(), row));
        newer.forEach(row -> all.put(row.name(), row));
        return new Baseline(recorded, machine, jdk, command, List.copyOf(all.values()));
    }
}
