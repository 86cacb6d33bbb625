package io.tollgate.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What came of a side-by-side run. Immutable.
 *
 * @param skipped who did not take part, and why
 * @param notes what a reader has to know to believe the figures
 */
public record PeersReport(Machine machine, List<Row> rows, Map<String, String> skipped, List<String> notes) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Takes copies. */
    public PeersReport {
        rows = List.copyOf(rows);
        skipped = new LinkedHashMap<>(skipped);
        notes = List.copyOf(notes);
    }

    /** The list that tools read: the six keys of each row, what was not measured as null. */
    public String json() {
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (Row row : rows) {
            list.add(brief(row));
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(list) + "\n";
    }

    /** Everything: the machine, who was left out, and each figure. */
    public String wholeJson() {
        Map<String, @Nullable Object> whole = new LinkedHashMap<>();
        whole.put("about", machine.lines());
        whole.put("notes", notes);
        whole.put("skipped", skipped);
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (Row row : rows) {
            Map<String, @Nullable Object> more = brief(row);
            more.put("per-cpu-second", number(row.cpu()));
            more.put("per-second", number(row.wall()));
            more.put("p50-ms", number(row.p50Ms()));
            more.put("p99.9-ms", number(row.p999Ms()));
            more.put("rounds", row.rounds());
            list.add(more);
        }
        whole.put("rows", list);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(whole) + "\n";
    }

    private static Map<String, @Nullable Object> brief(Row row) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("peer", row.peer());
        json.put("engine", row.engine());
        json.put("work", row.work());
        json.put("ratio", number(row.ratio()));
        json.put("wall-ratio", number(row.wallRatio()));
        json.put("p99-ms", number(row.p99Ms()));
        return json;
    }

    /** Three decimals; null for what was not measured. */
    private static @Nullable Object number(double value) {
        return Double.isFinite(value) ? Math.round(value * 1000) / 1000.0 : null;
    }

    /** Tables in Markdown, with everything that it takes to repeat them. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("Ratios to plain nginx per CPU-second of the proxy (idle: memory for each connection); more is"
                + " better:\n\n");
        text.append(ratios()).append('\n');
        text.append("Each figure:\n\n").append(details()).append('\n');
        skipped.forEach((name, why) ->
                text.append("- skipped: ").append(name).append(": ").append(why).append('\n'));
        notes.forEach(note -> text.append("- ").append(note).append('\n'));
        text.append('\n');
        machine.lines().forEach(line -> text.append("    ").append(line).append('\n'));
        return text.toString();
    }

    /** One line for each contender, one column for each work. */
    public String ratios() {
        Set<String> works = new LinkedHashSet<>();
        Map<String, Map<String, Row>> byName = new LinkedHashMap<>();
        for (Row row : rows) {
            works.add(row.work());
            byName.computeIfAbsent(row.name(), name -> new LinkedHashMap<>()).put(row.work(), row);
        }
        StringBuilder table = new StringBuilder("| |");
        works.forEach(work -> table.append(' ').append(work).append(" |"));
        table.append("\n|---|").append("---|".repeat(works.size())).append('\n');
        byName.forEach((name, row) -> {
            table.append("| ").append(name).append(" |");
            works.forEach(work -> {
                Row figure = row.get(work);
                table.append(' ')
                        .append(figure == null ? "-" : decimals(figure.ratio(), 2))
                        .append(" |");
            });
            table.append('\n');
        });
        return table.toString();
    }

    private String details() {
        StringBuilder table = new StringBuilder(
                "| work | who | ratio | wall ratio | a CPU-second | a second | p50 ms | p99 ms | p99.9 ms |\n");
        table.append("|---|---|---|---|---|---|---|---|---|\n");
        for (Row row : rows) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s | %s | %s | %s | %s |%n",
                    row.work(),
                    row.name(),
                    decimals(row.ratio(), 2),
                    decimals(row.wallRatio(), 2),
                    amount(row.cpu(), row.work()),
                    decimals(row.wall(), row.wall() < 100 ? 1 : 0),
                    decimals(row.p50Ms(), 2),
                    decimals(row.p99Ms(), 2),
                    decimals(row.p999Ms(), 2)));
        }
        return table.toString();
    }

    private static String amount(double cpu, String work) {
        return decimals(cpu, cpu < 100 ? 1 : 0) + (work.equals("idle") ? " bytes each" : "");
    }

    private static String decimals(double value, int count) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,." + count + "f", value) : "-";
    }
}
