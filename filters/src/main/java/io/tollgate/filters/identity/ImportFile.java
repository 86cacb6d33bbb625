package io.tollgate.filters.identity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A file of users to take over: CSV (RFC 4180) in UTF-8 with a line of column names, {@code name,hash,roles[,tenants]}. Immutable.
 *
 * @param rows those that can be read
 * @param problems what can't
 */
public record ImportFile(List<Row> rows, List<Problem> problems) {
    /** More are another house: they are taken over in parts. */
    static final int MOST_ROWS = 20_000;

    private static final Set<String> COLUMNS = Set.of("name", "hash", "roles", "tenants");
    private static final int MOST_CELL = 2_000;

    /**
     * One user.
     *
     * @param line where the row begins, from 1
     */
    public record Row(int line, String name, String hash, List<String> roles, List<String> tenants) {
        @Override
        public String toString() {
            return "Row[" + line + "]";
        }
    }

    /** What is wrong with a line, and what to do. */
    public record Problem(int line, String text) {
        @Override
        public String toString() {
            return "line " + line + ": " + text;
        }
    }

    public ImportFile {
        rows = List.copyOf(rows);
        problems = List.copyOf(problems);
    }

    /** Reads all of it, with every problem that the form has; where there are no tenants none is spoken of. */
    static ImportFile parse(String text, boolean hasTenants) {
        List<Problem> problems = new ArrayList<>();
        List<Line> lines = lines(text.startsWith("\ufeff") ? text.substring(1) : text, problems);
        if (lines.isEmpty()) {
            return new ImportFile(List.of(), List.of(new Problem(1, "there is nothing; begin with name,hash,roles")));
        }
        if (lines.size() - 1 > MOST_ROWS) {
            return new ImportFile(
                    List.of(),
                    List.of(new Problem(
                            lines.get(MOST_ROWS + 1).number(),
                            "more than " + MOST_ROWS + " users; take them over in several files")));
        }
        Map<String, Integer> columns = columns(lines.get(0), hasTenants, problems);
        List<Row> rows = new ArrayList<>();
        if (columns.containsKey("name") && columns.containsKey("hash")) {
            lines.subList(1, lines.size()).forEach(line -> row(line, columns, lines.get(0), rows, problems));
        }
        return new ImportFile(rows, problems);
    }

    private static Map<String, Integer> columns(Line header, boolean hasTenants, List<Problem> problems) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (String cell : header.cells()) {
            String name = cell.strip().toLowerCase(Locale.ROOT);
            if (!COLUMNS.contains(name)) {
                problems.add(new Problem(
                        header.number(),
                        "column " + (columns.size() + 1)
                                + (hasTenants
                                        ? " is none of name, hash, roles, tenants"
                                        : " is none of name, hash, roles")
                                + "; the first line names the columns"));
                return Map.of();
            }
            if (columns.put(name, columns.size()) != null) {
                problems.add(new Problem(header.number(), "column " + name + " stands twice"));
                return Map.of();
            }
        }
        for (String needed : List.of("name", "hash")) {
            if (!columns.containsKey(needed)) {
                problems.add(new Problem(header.number(), "there is no column " + needed));
            }
        }
        return columns;
    }

    private static void row(
            Line line, Map<String, Integer> columns, Line header, List<Row> rows, List<Problem> problems) {
        if (line.cells().size() != header.cells().size()) {
            problems.add(new Problem(
                    line.number(),
                    "has " + line.cells().size() + " columns, not "
                            + header.cells().size() + "; a value with a comma in it stands in double quotes"));
            return;
        }
        if (line.cells().stream().anyMatch(cell -> cell.length() > MOST_CELL)) {
            problems.add(new Problem(line.number(), "has a value of more than " + MOST_CELL + " characters"));
            return;
        }
        rows.add(new Row(
                line.number(),
                cell(line, columns, "name"),
                cell(line, columns, "hash"),
                words(cell(line, columns, "roles")),
                words(cell(line, columns, "tenants"))));
    }

    private static String cell(Line line, Map<String, Integer> columns, String name) {
        Integer column = columns.get(name);
        return column == null ? "" : line.cells().get(column).strip();
    }

    private static List<String> words(String cell) {
        List<String> words = new ArrayList<>();
        for (String word : cell.split("[;|\\s]+", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    /** A record of the file and the line it begins on. */
    private record Line(int number, List<String> cells) {}

    private static List<Line> lines(String text, List<Problem> problems) {
        List<Line> lines = new ArrayList<>();
        int line = 1;
        int at = 0;
        while (at < text.length()) {
            Cells cells = new Cells(text, at);
            boolean isWhole = cells.read();
            String raw = text.substring(at, cells.end);
            if (!isWhole) {
                problems.add(new Problem(line, "a double quote is never closed, or text stands beside one"));
            } else if (!raw.isBlank()) {
                lines.add(new Line(line, cells.cells));
            }
            line += (int) raw.chars().filter(c -> c == '\n').count();
            at = cells.end;
        }
        return lines;
    }

    /** Takes one record off a text. Confined to one thread. */
    private static final class Cells {
        private final String text;
        private final List<String> cells = new ArrayList<>();
        private int end;

        Cells(String text, int start) {
            this.text = text;
            this.end = start;
        }

        /** Reads up to and with the end of the line; false where the quotes are wrong, and then the line is skipped. */
        boolean read() {
            int start = end;
            while (true) {
                if (!cell()) {
                    int next = text.indexOf('\n', start);
                    end = next < 0 ? text.length() : next + 1;
                    return false;
                }
                if (end >= text.length()) {
                    return true;
                }
                char separator = text.charAt(end++);
                if (separator == '\n') {
                    return true;
                }
            }
        }

        private boolean cell() {
            if (end < text.length() && text.charAt(end) == '"') {
                return quoted();
            }
            int from = end;
            while (end < text.length() && text.charAt(end) != ',' && text.charAt(end) != '\n') {
                end++;
            }
            String cell = text.substring(from, end);
            cells.add(cell);
            return cell.indexOf('"') < 0;
        }

        private boolean quoted() {
            StringBuilder cell = new StringBuilder();
            end++;
            while (end < text.length()) {
                char c = text.charAt(end++);
                if (c != '"') {
                    cell.append(c);
                } else if (end < text.length() && text.charAt(end) == '"') {
                    cell.append('"');
                    end++;
                } else {
                    cells.add(cell.toString());
                    if (end < text.length() && text.charAt(end) == '\r') {
                        end++;
                    }
                    return end >= text.length() || text.charAt(end) == ',' || text.charAt(end) == '\n';
                }
            }
            return false;
        }
    }
}
