package io.tollgate.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MediansTest {
    @Test
    void of_an_odd_number_it_is_the_one_in_the_middle_whatever_their_order() {
        assertThat(Medians.of(List.of(9.0, 1.0, 4.0))).isEqualTo(4.0);
    }

    @Test
    void of_an_even_number_it_is_between_the_two_in_the_middle() {
        assertThat(Medians.of(List.of(9.0, 1.0, 4.0, 6.0))).isEqualTo(5.0);
    }

    @Test
    void one_that_was_disturbed_does_not_move_it() {
        assertThat(Medians.of(List.of(10.0, 11.0, 10.5, 900.0, 10.2))).isEqualTo(10.5);
    }

    @Test
    void of_nothing_it_is_no_number() {
        assertThat(Medians.of(List.of())).isNaN();
    }
}
