package io.tollgate.benchmarks.peers;

import io.tollgate.benchmarks.measure.Latencies;
import io.tollgate.benchmarks.measure.Medians;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was measured of one contender in one work, round by round. Confined to one thread. */
final class Figures {
    private final List<Double> perCpuSecond = new ArrayList<>();
    private final List<Double> perSecond = new ArrayList<>();
    private final List<Latencies> latencies = new ArrayList<>();

    /** One round: pieces of work for each second of CPU time, and of the clock. */
    void add(double cpu, double wall) {
        perCpuSecond.add(cpu);
        perSecond.add(wall);
    }

    void add(Latencies round) {
        latencies.add(round);
    }

    boolean isEmpty() {
        return perCpuSecond.isEmpty();
    }

    int rounds() {
        return perCpuSecond.size();
    }

    double cpu() {
        return Medians.of(perCpuSecond);
    }

    double wall() {
        return Medians.of(perSecond);
    }

    /** The middle of the ratios of each round: what disturbed both alike is out of it. */
    double ratio(Figures base) {
        return ratio(perCpuSecond, base.perCpuSecond);
    }

    double wallRatio(Figures base) {
        return ratio(perSecond, base.perSecond);
    }

    private static double ratio(List<Double> own, List<Double> base) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(own.size(), base.size()); i++) {
            ratios.add(own.get(i) / base.get(i));
        }
        return Medians.of(ratios);
    }

    /** The run with the middle p99; null where latency was not measured. */
    @Nullable
    Latencies latency() {
        return latencies.stream()
                .sorted((a, b) -> Double.compare(a.p99(), b.p99()))
                .skip((latencies.size() - 1) / 2)
                .findFirst()
                .orElse(null);
    }
}
