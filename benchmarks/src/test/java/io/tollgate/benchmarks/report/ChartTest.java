package io.tollgate.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ChartTest {
    @Test
    void bars_are_as_long_as_their_values() throws Exception {
        Document svg = read(new BarChart(
                        "small <GET>",
                        "requests & more",
                        List.of(new BarChart.Group(
                                "small", List.of(new BarChart.Bar("nginx", 50), new BarChart.Bar("apache", 25)))))
                .svg());

        // The first rectangle is the paper.
        assertThat(width(svg, 1)).isEqualTo(2 * width(svg, 2));
        assertThat(svg.getDocumentElement().getTextContent()).contains("small <GET>", "requests & more");
    }

    @Test
    void on_axes_of_factors_equal_factors_are_equally_far_apart() throws Exception {
        Document svg = read(new LineChart(
                        "latency",
                        "requests",
                        "ms",
                        true,
                        true,
                        List.of(new LineChart.Line(
                                "nginx",
                                List.of(
                                        new LineChart.Point(1, 1),
                                        new LineChart.Point(10, 10),
                                        new LineChart.Point(100, 100)))))
                .svg());

        String[] points = svg.getElementsByTagName("polyline")
                .item(0)
                .getAttributes()
                .getNamedItem("points")
                .getNodeValue()
                .split("[ ,]", -1);
        double first = Double.parseDouble(points[0]);
        double second = Double.parseDouble(points[2]);
        double third = Double.parseDouble(points[4]);
        assertThat(second - first).isCloseTo(third - second, org.assertj.core.data.Offset.offset(0.2));
    }

    @Test
    void a_single_point_and_nothing_at_all_are_pictures_too() throws Exception {
        LineChart.Line point = new LineChart.Line("one", List.of(new LineChart.Point(5, 5)));

        assertThat(new LineChart("t", "x", "y", true, true, List.of(point)).svg())
                .doesNotContain("NaN", "Infinity");
        assertThat(new LineChart("t", "x", "y", false, false, List.of()).svg()).doesNotContain("NaN");
        read(new BarChart("t", "u", List.of()).svg());
    }

    private static double width(Document svg, int rectangle) {
        return Double.parseDouble(((Element) svg.getElementsByTagName("rect").item(rectangle)).getAttribute("width"));
    }

    private static Document read(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}
