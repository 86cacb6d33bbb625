package io.tollgate.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Lines over a common axis, each with its name beside it. Immutable.
 *
 * @param title what is shown
 * @param across what the axis at the bottom counts
 * @param up what the axis at the left counts
 * @param isLogAcross whether equal steps at the bottom are equal factors
 * @param isLogUp the same, at the left
 */
public record LineChart(
        String title, String across, String up, boolean isLogAcross, boolean isLogUp, List<Line> lines) {
    private static final int HEIGHT = 460;
    private static final int LEFT = 80;
    private static final int RIGHT = 190;
    private static final int TOP = 50;
    private static final int BOTTOM = 60;
    private static final int TICKS = 6;

    /** Takes a copy. */
    public LineChart {
        lines = List.copyOf(lines);
    }

    /** The picture. */
    public String svg() {
        Svg svg = new Svg(HEIGHT);
        svg.text(20, 22, "start", title);
        Axis x = Axis.of(values(true), isLogAcross, LEFT, Svg.WIDTH - RIGHT);
        Axis y = Axis.of(values(false), isLogUp, HEIGHT - BOTTOM, TOP);
        for (double tick : x.ticks()) {
            svg.line(x.at(tick), TOP, x.at(tick), HEIGHT - BOTTOM, "#e0e0e0");
            svg.text(x.at(tick), HEIGHT - BOTTOM + 18, "middle", number(tick));
        }
        for (double tick : y.ticks()) {
            svg.line(LEFT, y.at(tick), Svg.WIDTH - RIGHT, y.at(tick), "#e0e0e0");
            svg.text(LEFT - 8, y.at(tick) + 4, "end", number(tick));
        }
        svg.text((LEFT + Svg.WIDTH - RIGHT) / 2.0, HEIGHT - 18, "middle", across);
        svg.text(20, 40, "start", up);
        int index = 0;
        for (Line line : lines) {
            String points = line.points().stream()
                    .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x.at(point.across()), y.at(point.up())))
                    .collect(Collectors.joining(" "));
            svg.path(points, Colours.of(index));
            double named = TOP + 14 + index * 18.0;
            svg.rectangle(Svg.WIDTH - RIGHT + 12, named - 9, 12, 10, Colours.of(index), line.name());
            svg.text(Svg.WIDTH - RIGHT + 30, named, "start", line.name());
            index++;
        }
        return svg.whole();
    }

    private List<Double> values(boolean isAcross) {
        List<Double> values = new ArrayList<>();
        for (Line line : lines) {
            line.points().forEach(point -> values.add(isAcross ? point.across() : point.up()));
        }
        return values;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value != 0 && Math.abs(value) < 10 ? "%.2f" : "%,.0f", value);
    }

    /** One line, its points from left to right. */
    public record Line(String name, List<Point> points) {
        /** Takes a copy. */
        public Line {
            points = List.copyOf(points);
        }
    }

    /** One figure at one place. */
    public record Point(double across, double up) {}

    /** How values lie between two edges of the picture. */
    private record Axis(double least, double most, boolean isLog, double from, double to) {
        static Axis of(List<Double> values, boolean isLog, double from, double to) {
            double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
            double least = values.stream()
                    .mapToDouble(Double::doubleValue)
                    .filter(value -> !isLog || value > 0)
                    .min()
                    .orElse(isLog ? most / 10 : 0);
            double low = isLog ? least : Math.min(0, least);
            return new Axis(low, most > low ? most : low + 1, isLog, from, to);
        }

        double at(double value) {
            double share = isLog
                    ? Math.log(Math.max(value, least) / least) / Math.log(most / least)
                    : (value - least) / (most - least);
            return from + share * (to - from);
        }

        List<Double> ticks() {
            List<Double> ticks = new ArrayList<>();
            for (int i = 0; i < TICKS; i++) {
                double share = (double) i / (TICKS - 1);
                ticks.add(isLog ? least * Math.pow(most / least, share) : least + share * (most - least));
            }
            return ticks;
        }
    }
}
