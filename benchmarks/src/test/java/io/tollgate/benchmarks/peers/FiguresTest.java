package io.tollgate.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final Offset<Double> LITTLE = Offset.offset(1e-9);

    @Test
    void the_ratio_is_taken_in_each_round_because_the_machine_changes_between_them() {
        Figures nginx = new Figures();
        Figures own = new Figures();
        // The machine is half as fast in the second round, and own is 0.9 in each.
        nginx.add(100, 80);
        own.add(90, 40);
        nginx.add(50, 40);
        own.add(45, 20);
        nginx.add(90, 72);
        own.add(81, 36);

        assertThat(own.ratio(nginx)).isCloseTo(0.9, LITTLE);
        assertThat(own.wallRatio(nginx)).isCloseTo(0.5, LITTLE);
        assertThat(own.cpu()).isEqualTo(81);
    }

    @Test
    void nothing_measured_is_no_number() {
        assertThat(new Figures().ratio(new Figures())).isNaN();
        assertThat(new Figures().latency()).isNull();
    }
}
