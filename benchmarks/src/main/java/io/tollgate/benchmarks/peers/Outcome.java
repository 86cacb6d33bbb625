package io.tollgate.benchmarks.peers;

import io.tollgate.benchmarks.measure.Latencies;
import io.tollgate.benchmarks.report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Figures of all, held against those of plain nginx. Immutable. */
final class Outcome {
    private final Map<Contender, Map<Work, Figures>> figures;

    Outcome(Map<Contender, Map<Work, Figures>> figures) {
        this.figures = figures;
    }

    /** One for each contender and work, in the order of the works. */
    List<Row> rows() {
        Map<Work, Figures> base = figures.entrySet().stream()
                .filter(entry -> entry.getKey().peer().equals(Nginx.PLAIN))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("plain nginx always takes part"));
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<Work, Figures> work : base.entrySet()) {
            figures.forEach((contender, ofOne) -> {
                Figures own = ofOne.get(work.getKey());
                if (own != null && !own.isEmpty()) {
                    rows.add(row(contender, work.getKey(), own, work.getValue()));
                }
            });
        }
        return rows;
    }

    private static Row row(Contender contender, Work work, Figures own, Figures base) {
        Latencies latency = own.latency();
        return new Row(
                contender.peer(),
                contender.engine() == null ? null : contender.engine().word(),
                work.word(),
                own.ratio(base),
                own.wallRatio(base),
                latency == null ? Double.NaN : latency.p99(),
                work == Work.IDLE ? 1 / own.cpu() : own.cpu(),
                own.wall(),
                latency == null ? Double.NaN : latency.p50(),
                latency == null ? Double.NaN : latency.p999(),
                own.rounds());
    }
}
