package io.tollgate.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.benchmarks.BenchmarkException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoresTest {
    @Test
    void a_list_of_the_kernel_is_read_with_its_ranges() {
        assertThat(Cores.parse("0,2-4,7")).containsExactly(0, 2, 3, 4, 7);
    }

    @Test
    void one_is_for_what_is_measured_and_all_others_are_for_the_rest() {
        Cores cores = Cores.split(List.of(2, 3, 5));

        assertThat(cores.forMeasured(List.of("nginx", "-v"))).containsExactly("taskset", "-c", "2", "nginx", "-v");
        assertThat(cores.forOthers(List.of("wrk"))).containsExactly("taskset", "-c", "3,5", "wrk");
    }

    @Test
    void with_a_single_one_nothing_is_measured() {
        assertThatThrownBy(() -> Cores.split(List.of(0)))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("two processors are needed");
    }
}
