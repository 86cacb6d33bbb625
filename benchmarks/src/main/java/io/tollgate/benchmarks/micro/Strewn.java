package io.tollgate.benchmarks.micro;

import java.util.function.IntUnaryOperator;

/** Orders in which every number has its turn and neighbours are far apart. Stateless. */
final class Strewn {
    private Strewn() {}

    /** Such an order of the numbers below {@code count}; {@code share} of them lie between one and the next. */
    static IntUnaryOperator over(int count, double share) {
        int step = Math.max(1, (int) (count * share));
        while (gcd(step, count) != 1) {
            step++;
        }
        long steps = step;
        return row -> (int) (row * steps % count);
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
