package io.tollgate.benchmarks.report;

import java.util.Locale;

/** Writes the elements of an SVG picture (SVG 1.1), everything escaped. Confined to one thread. */
final class Svg {
    static final int WIDTH = 860;

    private final StringBuilder text = new StringBuilder();

    /** An empty picture. */
    Svg(int height) {
        text.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n",
                WIDTH,
                height,
                WIDTH,
                height));
        rectangle(0, 0, WIDTH, height, "#ffffff", "");
    }

    void rectangle(double x, double y, double width, double height, String fill, String title) {
        text.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\">%s</rect>%n",
                x,
                y,
                width,
                height,
                escaped(fill),
                title.isEmpty() ? "" : "<title>" + escaped(title) + "</title>"));
    }

    void line(double x1, double y1, double x2, double y2, String stroke) {
        text.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
                x1,
                y1,
                x2,
                y2,
                escaped(stroke)));
    }

    void path(String points, String stroke) {
        text.append(String.format(
                Locale.ROOT,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
                escaped(points),
                escaped(stroke)));
    }

    /** Text beside a point: {@code start}, {@code middle} or {@code end} of it is there. */
    void text(double x, double y, String anchor, String words) {
        text.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                escaped(words)));
    }

    String whole() {
        return text + "</svg>\n";
    }

    static String escaped(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
