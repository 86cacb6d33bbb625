package io.tollgate.proxy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextTest {

    @Test
    void money_is_read_and_written_in_cents() {
        assertThat(Text.cents("65")).isEqualTo(6500);
        assertThat(Text.cents("0.05")).isEqualTo(5);
        assertThat(Text.money(5)).isEqualTo("0.05");
        assertThat(Text.money(179_238)).isEqualTo("1792.38");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".50", "1.5", "1.505", "-1.00", "1e3", "1000000.01", "99999999999", "१"})
    void what_is_no_amount_is_refused(String text) {
        assertThat(Text.cents(text)).isEqualTo(-1);
    }

    @Test
    void a_day_that_does_not_exist_is_none() {
        assertThat(Text.day("2003-11-18")).hasToString("2003-11-18");
        assertThat(Text.day("2003-02-30")).isNull();
    }
}
