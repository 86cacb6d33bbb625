package io.tollgate.filters.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PasswordPolicyTest {
    private final PasswordPolicy policy = new PasswordPolicy(() -> 12);

    @Test
    void a_long_password_of_any_kind_is_taken() {
        for (String good : List.of(
                "vier schwarze Katzen",
                "tgbvfrujmnhz",
                "ünïcödé wörds",
                "🐈🐕🐎🐖🐄🐑🐐🐓🐇🐁🐀🐿",
                "f8!kQ2#zLp9@",
                "x y z 1 2 3 !",
                "q".repeat(20) + "w".repeat(80) + " and more")) {
            assertThat(objections(good)).as(good).isEmpty();
        }
    }

    @Test
    void characters_are_counted_as_a_person_counts_them() {
        assertThat(objections("🐈🐕🐎🐖🐄🐑🐐🐓🐇🐁🐀"))
                .containsExactly("It has 11 characters; at least 12 are needed.");
        assertThat(objections("u\u0308".repeat(6) + "abcde")).hasSize(1);
    }

    @Test
    void what_is_guessed_first_is_refused_with_or_without_a_year() {
        for (String bad : List.of(
                "passwordpassword",
                "Password2026!",
                "P@ssw0rd12345",
                "123456789012",
                "billing2026!!",
                "2026Tollgate!",
                "qwertyuiopasdf",
                "Summer!!2026",
                "ClinicAdmin1!",
                "correct horse battery staple")) {
            assertThat(objections(bad)).as(bad).anyMatch(text -> text.contains("guessed first"));
        }
    }

    @Test
    void a_password_of_repeated_characters_is_refused() {
        assertThat(objections("aaaaaaaaaaaaaaa")).containsExactly("It repeats the same few characters.");
        assertThat(objections("xk7!xk7!xk7!xk7")).containsExactly("It repeats the same few characters.");
    }

    @Test
    void the_users_own_name_is_refused() {
        assertThat(objections("Frieda.Huber-1989")).containsExactly("It has your own name in it.");
        assertThat(policy.objections("al kvetches daily".toCharArray(), "al@x.example"))
                .isEmpty();
    }

    @Test
    void what_can_not_be_typed_or_compared_is_refused() {
        assertThat(objections("twelve\u0007letters")).hasSize(1);
        assertThat(objections("twelve\ud800letters")).hasSize(1);
        assertThat(objections("x".repeat(1025))).containsExactly("It is longer than 1024 characters.");
    }

    private List<String> objections(String password) {
        return policy.objections(password.toCharArray(), "frieda.huber@clinic.example");
    }
}
