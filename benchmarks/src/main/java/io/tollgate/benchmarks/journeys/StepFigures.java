package io.tollgate.benchmarks.journeys;

import io.tollgate.benchmarks.journeys.Journey.Outcome;
import io.tollgate.benchmarks.measure.Latencies;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * How many steps of each kind there were, how they ended, and how long they took from the instant at which they were due. Confined
 * to one thread.
 */
final class StepFigures {
    private static final long LONGEST_NANOS = 600_000_000_000L;
    private static final int DIGITS = 3;

    private final Map<Step, Histogram> nanos = new EnumMap<>(Step.class);
    private final Map<Step, Map<Outcome, Long>> outcomes = new EnumMap<>(Step.class);
    private final Map<Seen, Long> failures = new EnumMap<>(Seen.class);
    private final Histogram all = new Histogram(LONGEST_NANOS, DIGITS);
    private final Histogram withoutPasswords = new Histogram(LONGEST_NANOS, DIGITS);
    private Histogram recent = new Histogram(LONGEST_NANOS, DIGITS);
    private long requests;
    private long skipped;

    void add(Step step, Seen seen, long tookNanos, long sent) {
        long took = Math.max(0, Math.min(tookNanos, LONGEST_NANOS));
        Outcome outcome = Journey.outcome(step, seen);
        outcomes.computeIfAbsent(step, kind -> new EnumMap<>(Outcome.class)).merge(outcome, 1L, Long::sum);
        nanos.computeIfAbsent(step, kind -> new Histogram(LONGEST_NANOS, DIGITS))
                .recordValue(took);
        all.recordValue(took);
        recent.recordValue(took);
        if (!step.sendsPassword()) {
            withoutPasswords.recordValue(took);
        }
        if (outcome == Outcome.FAILED) {
            failures.merge(seen, 1L, Long::sum);
        }
        requests += sent;
    }

    /** A step was due and there was nobody to take it: all were away. */
    void skip() {
        skipped++;
    }

    long skipped() {
        return skipped;
    }

    long requests() {
        return requests;
    }

    long steps() {
        return all.getTotalCount();
    }

    long steps(Step step) {
        Histogram histogram = nanos.get(step);
        return histogram == null ? 0 : histogram.getTotalCount();
    }

    long count(Step step, Outcome outcome) {
        return outcomes.getOrDefault(step, Map.of()).getOrDefault(outcome, 0L);
    }

    long count(Outcome outcome) {
        long sum = 0;
        for (Step step : outcomes.keySet()) {
            sum += count(step, outcome);
        }
        return sum;
    }

    /** What those that failed saw. */
    Map<Seen, Long> failures() {
        return Map.copyOf(failures);
    }

    Latencies latencies(Step step) {
        Histogram histogram = nanos.get(step);
        return Latencies.of(histogram == null ? new Histogram(LONGEST_NANOS, DIGITS) : histogram);
    }

    /** Of everything. */
    Latencies latencies() {
        return Latencies.of(all);
    }

    /** Of the steps in which no password is compared: what people who are in feel. */
    Latencies withoutPasswords() {
        return Latencies.of(withoutPasswords);
    }

    /** Of what was added since this was asked last. */
    Latencies recent() {
        Latencies latencies = Latencies.of(recent);
        recent = new Histogram(LONGEST_NANOS, DIGITS);
        return latencies;
    }
}
