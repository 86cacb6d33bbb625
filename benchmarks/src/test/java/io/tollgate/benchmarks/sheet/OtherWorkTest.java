package io.tollgate.benchmarks.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OtherWorkTest {
    @Test
    void a_machine_that_was_busy_before_says_so_in_the_report() {
        OtherWork busy = OtherWork.parse("19.35 22.51 20.54 3/812 28614", 2);

        assertThat(busy.isLittle()).isFalse();
        assertThat(busy.text()).contains("19.35 on 2 processors", "busy with other work");
        assertThat(OtherWork.parse("0.42 0.10 0.05 1/90 7", 2).text()).isEqualTo("load before: 0.42 on 2 processors");
    }
}
