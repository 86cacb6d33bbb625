package io.tollgate.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How long answers took, in milliseconds. Immutable.
 *
 * @param count of how many answers
 * @param curve percentile (0 to 100) and milliseconds, ascending: what a plot needs
 */
public record Latencies(long count, double p50, double p90, double p99, double p999, double max, List<Point> curve) {
    private static final double NANOS_A_MILLI = 1e6;
    private static final double[] PERCENTILES = {
        0, 10, 25, 50, 60, 70, 75, 80, 85, 90, 92.5, 95, 97, 98, 99, 99.5, 99.7, 99.9, 99.95, 99.99, 100
    };

    /** Takes a copy of the curve. */
    public Latencies {
        curve = List.copyOf(curve);
    }

    /** Of a histogram of nanoseconds. */
    public static Latencies of(Histogram nanos) {
        List<Point> curve = new ArrayList<>();
        for (double percentile : PERCENTILES) {
            curve.add(new Point(percentile, at(nanos, percentile)));
        }
        return new Latencies(
                nanos.getTotalCount(),
                at(nanos, 50),
                at(nanos, 90),
                at(nanos, 99),
                at(nanos, 99.9),
                at(nanos, 100),
                curve);
    }

    private static double at(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / NANOS_A_MILLI;
    }

    /** One point of the curve. */
    public record Point(double percentile, double millis) {}
}
