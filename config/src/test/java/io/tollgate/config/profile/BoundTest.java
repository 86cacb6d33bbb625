package io.tollgate.config.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.profile.Bound.AtLeast;
import io.tollgate.config.profile.Bound.AtMost;
import io.tollgate.config.profile.Bound.Words;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundTest {

    @ParameterizedTest
    @CsvSource({
        "15m, 15m, true",
        "15m, 900s, true",
        "15m, 900001ms, false",
        "15m, 1h, false",
        "15m, off, false",
        "10, 10, true",
        "10, 11, false",
        "10, 10m, false",
        "100/d, 4/h, true",
        "100/d, 5/h, false",
        "100/d, 1/m, false",
        "100/d, 101/d, false",
        "15m, 999999999999d, false"
    })
    void at_most_compares_what_is_of_one_kind(String limit, String value, boolean holds) {
        assertThat(new AtMost(limit).holds(value)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "365d, 365d, true",
        "365d, 8760h, true",
        "365d, 364d, false",
        "365d, off, false",
        "365d, 400, false",
        "365d, 365d and 4, true",
        "4, 365d and 4, true",
        "4, 365d, false",
        "4, 3, false",
        "4, 365d and 3, false"
    })
    void at_least_compares_what_is_of_one_kind(String limit, String value, boolean holds) {
        assertThat(new AtLeast(limit).holds(value)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({"off, true", "90d, false", "'', false"})
    void words_are_what_they_are(String value, boolean holds) {
        assertThat(Words.of("off").holds(value)).isEqualTo(holds);
    }
}
