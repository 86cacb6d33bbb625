package io.tollgate.benchmarks.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SheetTest {
    @Test
    void columns_are_aligned_and_the_table_is_markdown() {
        String text = new Sheet("step", "p99", "worst")
                .row("log-in", "1.50", "220.00")
                .row("x", "12.00", "3.00")
                .text();

        assertThat(text).isEqualTo("""
            | step   |   p99 |  worst |
            |--------|------:|-------:|
            | log-in |  1.50 | 220.00 |
            | x      | 12.00 |   3.00 |
            """);
    }

    @Test
    void a_row_has_a_cell_for_each_column() {
        assertThatThrownBy(() -> new Sheet("a", "b").row("1")).isInstanceOf(IllegalArgumentException.class);
    }
}
