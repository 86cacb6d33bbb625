package io.tollgate.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.benchmarks.measure.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final long MILLI = 1_000_000;

    private final AtomicLong now = new AtomicLong();
    private final List<String> said = new ArrayList<>();
    private final Tally tally =
            new Tally(now::get, () -> said.add("all answered"), failure -> said.add(failure.getMessage()));

    @Test
    void latency_counts_from_the_instant_at_which_a_request_was_to_begin() {
        // Ten were to begin a millisecond apart; the server stalls, and all are answered at 100 ms.
        List<Tally.Ask> asked = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            asked.add(tally.asked(i * MILLI));
        }
        tally.allAsked();
        now.set(100 * MILLI);
        asked.forEach(ask -> tally.answered(ask, 64));

        Latencies latencies = Latencies.of(tally.counts().nanos());
        assertThat(latencies.max()).isBetween(99.9, 100.2);
        assertThat(latencies.p50()).isBetween(94.0, 96.2);
        assertThat(said).containsExactly("all answered");
    }

    @Test
    void what_is_never_answered_counts_as_long_as_it_waited() {
        tally.asked(0);
        tally.allAsked();
        now.set(3_000 * MILLI);

        Tally.Counts counts = tally.counts();

        assertThat(counts.unanswered()).isEqualTo(1);
        assertThat(Latencies.of(counts.nanos()).p99()).isBetween(2_998.0, 3_005.0);
        assertThat(said).isEmpty();
    }

    @Test
    void an_answer_to_a_request_of_an_earlier_run_is_not_counted() {
        Tally before = new Tally(now::get, () -> {}, failure -> {});

        tally.answered(before.asked(0), 64);

        assertThat(tally.counts().answered()).isZero();
    }
}
