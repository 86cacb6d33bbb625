package io.tollgate.benchmarks.measure;

import java.util.Arrays;
import java.util.Collection;

/** The middle of several measurements: one round that something else disturbed does not move it. Stateless. */
public final class Medians {
    private Medians() {}

    /** The middle value, or the mean of the two in the middle; NaN of nothing. */
    public static double of(Collection<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int n = sorted.length;
        if (n == 0) {
            return Double.NaN;
        }
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }
}
