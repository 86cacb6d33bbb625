package io.tollgate.proxy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ParametersTest {

    @Test
    void the_last_of_several_counts_and_the_form_comes_after_the_query() {
        assertThat(Parameters.parse("action=list&action=show", "action=void").get("action"))
                .isEqualTo("void");
    }

    @Test
    void names_are_read_in_any_case_and_pairs_split_at_semicolons_too() {
        assertThat(Parameters.parse("x=1;Action=void").get("action")).isEqualTo("void");
    }

    @Test
    void a_value_is_decoded_as_windows_1252() {
        assertThat(Parameters.parse("n=Jos%E9+%93x%94").get("n")).isEqualTo("José “x”");
    }

    @Test
    void a_broken_escape_is_kept_as_it_came() {
        assertThat(Parameters.parse("n=50%&m=%zz").get("n")).isEqualTo("50%");
    }

    @Test
    void the_number_of_parameters_is_bounded() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            many.append("p").append(i).append("=1&");
        }
        assertThat(Parameters.parse(many.toString()).all()).hasSize(300);
    }

    @Test
    void what_is_absent_is_empty_and_no_number() {
        Parameters none = Parameters.parse("");
        assertThat(none.get("a")).isEmpty();
        assertThat(none.number("a")).isEqualTo(-1);
    }
}
