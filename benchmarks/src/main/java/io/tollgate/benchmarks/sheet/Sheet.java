package io.tollgate.benchmarks.sheet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table of words and numbers, columns aligned: the first to the left, all others to the right. Confined to one thread. */
public final class Sheet {
    private final String[] columns;
    private final List<String[]> rows = new ArrayList<>();

    /** One without rows. */
    public Sheet(String... columns) {
        this.columns = columns.clone();
    }

    /** One more row, a cell for each column. */
    public Sheet row(String... cells) {
        if (cells.length != columns.length) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.length + " columns");
        }
        rows.add(cells.clone());
        return this;
    }

    /** Whether it has no row. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** As lines of Markdown that are a table to the eye, too. */
    public String text() {
        int[] widths = new int[columns.length];
        measure(widths, columns);
        rows.forEach(row -> measure(widths, row));
        StringBuilder out = new StringBuilder();
        line(out, widths, columns);
        for (int i = 0; i < widths.length; i++) {
            char[] dashes = new char[widths[i]];
            Arrays.fill(dashes, '-');
            out.append(i == 0 ? "|-" : i == 1 ? "-|-" : ":|-").append(dashes);
        }
        out.append(widths.length > 1 ? ":|\n" : "-|\n");
        rows.forEach(row -> line(out, widths, row));
        return out.toString();
    }

    private static void measure(int[] widths, String[] cells) {
        for (int i = 0; i < cells.length; i++) {
            widths[i] = Math.max(widths[i], cells[i].length());
        }
    }

    private static void line(StringBuilder out, int[] widths, String[] cells) {
        for (int i = 0; i < cells.length; i++) {
            String space = " ".repeat(widths[i] - cells[i].length());
            out.append("| ")
                    .append(i == 0 ? cells[i] + space : space + cells[i])
                    .append(' ');
        }
        out.append("|\n");
    }
}
