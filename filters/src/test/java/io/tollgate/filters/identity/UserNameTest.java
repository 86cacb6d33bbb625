package io.tollgate.filters.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class UserNameTest {
    @Test
    void a_name_is_kept_in_one_form_however_it_is_typed() {
        assertThat(UserName.parse("  Anna.M\u00fcller@Clinic.EXAMPLE ")).isEqualTo("anna.m\u00fcller@clinic.example");
        assertThat(UserName.parse("anna.mu\u0308ller@clinic.example")).isEqualTo("anna.m\u00fcller@clinic.example");
        assertThat(UserName.parse("O'Neil+billing@localhost")).isEqualTo("o'neil+billing@localhost");
        assertThat(UserName.normalised("\u0130STANBUL@x")).isEqualTo(UserName.normalised("i\u0307stanbul@x"));
    }

    @Test
    void what_is_no_address_is_refused_in_plain_words() {
        for (String bad : new String[] {
            "",
            "anna",
            "@clinic.example",
            "anna@",
            "an na@clinic.example",
            "anna@clinic@example",
            "anna@-x.example",
            "anna@x..example",
            ".anna@x.example",
            "a,b@x.example",
            "<a>@x.example",
            "a\u0000@x.example",
            "a\nb@x.example",
            "a\u202eb@x.example",
            "x".repeat(250) + "@x.example"
        }) {
            assertThatThrownBy(() -> UserName.parse(bad))
                    .as(bad)
                    .isInstanceOfSatisfying(RefusedChangeException.class, refused -> {
                        assertThat(refused.reason()).isEqualTo("name.invalid");
                        assertThat(refused.getMessage()).matches("\\P{Cntrl}+");
                    });
        }
    }
}
