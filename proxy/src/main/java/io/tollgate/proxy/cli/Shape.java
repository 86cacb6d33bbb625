package io.tollgate.proxy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How rows are shown to people. Immutable. */
sealed interface Shape {
    List<String> lines(List<Map<String, Object>> rows);

    /** A table of those of some columns that rows have, or a sentence where there is no row. */
    record Table(String none, List<String> columns) implements Shape {
        @Override
        public List<String> lines(List<Map<String, Object>> rows) {
            if (rows.isEmpty()) {
                return List.of(none);
            }
            List<String> shown = columns.stream()
                    .filter(name -> rows.stream().anyMatch(row -> row.containsKey(name)))
                    .toList();
            List<List<String>> cells = new ArrayList<>();
            cells.add(shown.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
            rows.forEach(row ->
                    cells.add(shown.stream().map(name -> text(row.get(name))).toList()));
            return aligned(cells);
        }
    }

    /** Each member on a line of its own. */
    enum Details implements Shape {
        DETAILS;

        @Override
        public List<String> lines(List<Map<String, Object>> rows) {
            List<List<String>> cells = new ArrayList<>();
            rows.forEach(row -> row.forEach((name, value) -> cells.add(List.of(name + ":", text(value)))));
            return aligned(cells);
        }
    }

    private static List<String> aligned(List<List<String>> rows) {
        int columns = rows.isEmpty() ? 0 : rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
        }
        return line.toString().stripTrailing();
    }

    private static String text(@Nullable Object value) {
        if (value instanceof Boolean yes) {
            return yes ? "yes" : "no";
        }
        if (value instanceof List<?> list) {
            return list.isEmpty()
                    ? "-"
                    : String.join(", ", list.stream().map(String::valueOf).toList());
        }
        String text = value == null ? "" : String.valueOf(value);
        return text.isEmpty() ? "-" : text;
    }
}
