package io.tollgate.filters.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MethodOverrideTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "_method=delete",
                ".method=delete",
                "[method=delete",
                "a=1&.METHOD=Delete",
                "%2emethod=delete",
                "%5Bmethod=delete",
                "[httpMethod=delete"
            })
    void a_name_that_php_turns_into_the_override_is_one(String query) {
        assertThat(MethodOverride.asked(query, null)).containsExactly("DELETE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "method=delete", "a.b=method", "pay_methods=card"})
    void others_are_not(String query) {
        assertThat(MethodOverride.asked(query, null)).isEmpty();
    }
}
