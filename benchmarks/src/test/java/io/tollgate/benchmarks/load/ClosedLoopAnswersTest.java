package io.tollgate.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.benchmarks.BenchmarkException;
import org.junit.jupiter.api.Test;

/** What wrk and h2load say is taken only where every answer was the one expected. */
class ClosedLoopAnswersTest {
    private static final Target TARGET = new Target("localhost", 8443, "/invoices/17", "session=1", 64);

    private static final String H2LOAD = """
        finished in 1.50s, 32.67 req/s, 5.18KB/s
        requests: 100 total, 100 started, 100 done, 100 succeeded, 0 failed, 0 errored, 0 timeout
        status codes: 100 2xx, 0 3xx, 0 4xx, 0 5xx
        traffic: 21.97KB (22500) total, 11.11KB (11376) headers (space savings 0.00%), 6.25KB (6400) data
        """;

    @Test
    void wrk_is_believed_where_all_answers_are_as_long_as_one_that_was_seen() {
        Answered answered = Wrk.read("wrk-figures 1000 200000 2000000 0 0\n", TARGET, 8, 200);

        assertThat(answered.requests()).isEqualTo(1000);
        assertThat(answered.bodyBytes()).isEqualTo(64_000);
        assertThat(answered.seconds()).isEqualTo(2.0);
    }

    @Test
    void wrk_is_not_believed_where_one_answer_was_no_200() {
        assertThatThrownBy(() -> Wrk.read("wrk-figures 1000 200000 2000000 0 1\n", TARGET, 8, 200))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("1 of them not 200");
    }

    @Test
    void wrk_is_not_believed_where_answers_had_another_length() {
        // A redirect to a login page is no error to wrk.
        assertThatThrownBy(() -> Wrk.read("wrk-figures 1000 300000 2000000 0 0\n", TARGET, 8, 200))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("where one has 200");
    }

    @Test
    void wrk_is_not_believed_where_connections_broke() {
        assertThatThrownBy(() -> Wrk.read("wrk-figures 1000 200000 2000000 3 0\n", TARGET, 8, 200))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("3 errors");
    }

    @Test
    void h2load_is_believed_where_all_bodies_have_their_length() {
        assertThat(H2Load.read(H2LOAD, TARGET)).isEqualTo(new Answered(100, 6400, 1.5));
    }

    @Test
    void h2load_is_not_believed_where_a_body_is_short() {
        assertThatThrownBy(() -> H2Load.read(H2LOAD.replace("(6400) data", "(6399) data"), TARGET))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("6399 bytes of bodies instead of 6400");
    }

    @Test
    void h2load_is_not_believed_where_an_answer_was_refused() {
        String refused = H2LOAD.replace("100 2xx, 0 3xx, 0 4xx", "99 2xx, 0 3xx, 1 4xx");

        assertThatThrownBy(() -> H2Load.read(refused, TARGET))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("99 were answered with 200");
    }

    @Test
    void h2load_is_not_believed_where_requests_were_left_undone() {
        String undone = H2LOAD.replace("100 done, 100 succeeded, 0 failed", "99 done, 99 succeeded, 1 failed");

        assertThatThrownBy(() -> H2Load.read(undone, TARGET))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("1 failed");
    }

    @Test
    void h2load_that_ended_early_is_not_believed() {
        assertThatThrownBy(() -> H2Load.read("Segmentation fault", TARGET)).isInstanceOf(BenchmarkException.class);
    }
}
