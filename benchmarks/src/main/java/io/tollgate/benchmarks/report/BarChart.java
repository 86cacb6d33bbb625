package io.tollgate.benchmarks.report;

import java.util.List;
import java.util.Locale;

/**
 * Bars beside each other, in groups: one group for each kind of work, say. Immutable.
 *
 * @param title what is shown
 * @param unit what the length of a bar means
 * @param groups from top to bottom
 */
public record BarChart(String title, String unit, List<Group> groups) {
    private static final int BAR = 16;
    private static final int GAP = 34;
    private static final int TOP = 50;
    private static final int LEFT = 210;
    private static final int RIGHT = 90;

    /** Takes a copy. */
    public BarChart {
        groups = List.copyOf(groups);
    }

    /** The picture. */
    public String svg() {
        int height = TOP
                + groups.stream()
                        .mapToInt(group -> GAP + group.bars().size() * BAR)
                        .sum()
                + 20;
        Svg svg = new Svg(height);
        svg.text(20, 22, "start", title);
        svg.text(20, 38, "start", unit);
        double y = TOP;
        for (Group group : groups) {
            double longest = group.bars().stream().mapToDouble(Bar::value).max().orElse(0);
            svg.text(20, y + 18, "start", group.name());
            y += GAP - 10;
            int index = 0;
            for (Bar bar : group.bars()) {
                double width = longest <= 0 ? 0 : bar.value() / longest * (Svg.WIDTH - LEFT - RIGHT);
                svg.text(LEFT - 6, y + 12, "end", bar.name());
                svg.rectangle(LEFT, y + 2, width, BAR - 4, Colours.of(index), bar.name() + ": " + number(bar.value()));
                svg.text(LEFT + width + 6, y + 12, "start", number(bar.value()));
                y += BAR;
                index++;
            }
            y += 10;
        }
        return svg.whole();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 1000 ? "%.1f" : "%,.0f", value);
    }

    /** Bars that are compared with each other: the longest fills the width. */
    public record Group(String name, List<Bar> bars) {
        /** Takes a copy. */
        public Group {
            bars = List.copyOf(bars);
        }
    }

    /** One figure. */
    public record Bar(String name, double value) {}
}
