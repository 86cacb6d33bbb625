package io.tollgate.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
    private static final Baseline BASELINE = new Baseline(
            "2026-11-22",
            "2 x Processor",
            "JDK 25",
            "./tollgate bench micro --record",
            List.of(new Row("Chain.verdict 1000", 500, 500, 32), new Row("Audit.append", 9000, 9000, 2000)));

    private static List<String> complaints(boolean isComplete, Row... rows) {
        return Comparison.complaints(BASELINE, List.of(rows), isComplete);
    }

    @Test
    void as_many_bytes_as_before_are_well_however_long_it_took() {
        assertThat(complaints(true, new Row("Chain.verdict 1000", 5000, 5000, 32), new Row("Audit.append", 1, 1, 1999)))
                .isEmpty();
    }

    @Test
    void an_object_more_is_named_with_its_bytes_before_and_now() {
        assertThat(complaints(true, new Row("Chain.verdict 1000", 400, 400, 48), new Row("Audit.append", 1, 1, 2000)))
                .containsExactly("Chain.verdict 1000: 32.0 bytes before, 48.0 bytes now");
    }

    @Test
    void a_fiftieth_more_is_noise_and_more_is_not() {
        assertThat(complaints(false, new Row("Audit.append", 1, 1, 2040))).isEmpty();
        assertThat(complaints(false, new Row("Audit.append", 1, 1, 2041))).hasSize(1);
        assertThat(complaints(false, new Row("Chain.verdict 1000", 1, 1, 40))).isEmpty();
        assertThat(complaints(false, new Row("Chain.verdict 1000", 1, 1, 40.1))).hasSize(1);
    }

    @Test
    void what_was_never_recorded_can_not_pass() {
        assertThat(complaints(false, new Row("Chain.verdict 5", 1, 1, 1)))
                .containsExactly("Chain.verdict 5 is not in the baseline; record it with --record");
    }

    @Test
    void what_was_not_measured_is_missed_where_all_was_asked_for() {
        Row row = new Row("Audit.append", 1, 1, 2000);

        assertThat(complaints(false, row)).isEmpty();
        assertThat(complaints(true, row))
                .containsExactly(
                        "Chain.verdict 1000 is in the baseline and was not measured; record it anew with --record");
    }
}
