package io.tollgate.filters.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

final class Argon2HasherTest {
    private final Argon2Hasher hasher = new Argon2Hasher(new SecureRandom());

    @Test
    void a_hash_says_how_it_was_made_and_matches_its_password_only() {
        PasswordHash hash = hasher.hash("correct horse".toCharArray());

        assertThat(hash.encoded()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(hash).hasToString("PasswordHash[argon2id]");
        assertThat(hasher.matches(hash, "correct horse".toCharArray())).isTrue();
        assertThat(hasher.matches(hash, "correct horsf".toCharArray())).isFalse();
        assertThat(hasher.hash("correct horse".toCharArray())).isNotEqualTo(hash);
    }

    @Test
    void a_hash_of_another_program_with_other_parameters_is_read() {
        // Made by another implementation of RFC 9106: m=256, t=3, p=2, password "password", salt "somesalt-16bytes".
        PasswordHash other = new PasswordHash(
                "$argon2id$v=19$m=256,t=3,p=2$c29tZXNhbHQtMTZieXRlcw$4DW2aJqtkqxjU1gpmcHuHGKFKIsZrXK9ffkbQr/JuaM");

        assertThat(hasher.matches(other, "password".toCharArray())).isTrue();
        assertThat(hasher.matches(other, "Password".toCharArray())).isFalse();
    }

    @Test
    void composed_and_decomposed_letters_are_one_password() {
        PasswordHash hash = hasher.hash("Z\u00fcrich am See".toCharArray());

        assertThat(hasher.matches(hash, "Zu\u0308rich am See".toCharArray())).isTrue();
        assertThat(hasher.matches(hash, "Zurich am See".toCharArray())).isFalse();
    }

    @Test
    void the_whole_password_counts_and_what_is_too_long_never_matches() {
        PasswordHash hash = hasher.hash("x".repeat(1024).toCharArray());

        assertThat(hasher.matches(hash, "x".repeat(1024).toCharArray())).isTrue();
        assertThat(hasher.matches(hash, "x".repeat(1023).toCharArray())).isFalse();
        assertThat(hasher.matches(hash, "x".repeat(1025).toCharArray())).isFalse();
        assertThatThrownBy(() -> hasher.hash("x".repeat(1025).toCharArray()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_dummy_costs_what_a_hash_costs_and_matches_nothing() {
        Phc dummy = Phc.parse(hasher.dummy());

        assertThat(dummy.cost()).isEqualTo(Argon2Hasher.COST);
        assertThat(dummy.hash()).hasSize(32);
        assertThat(hasher.matches(hasher.dummy(), new char[0])).isFalse();
    }

    @Test
    void what_is_no_hash_is_refused_without_being_quoted() {
        for (String bad : new String[] {
            "",
            "secret",
            "$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQtMTZieXRlcw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQtMTZieXRlcw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "$argon2id$v=19$m=19456,t=0,p=1$c29tZXNhbHQtMTZieXRlcw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "$argon2id$v=19$m=19456,t=2,p=1$!!!!secret!!!!!!!!!!!$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        }) {
            assertThatThrownBy(() -> hasher.matches(new PasswordHash(bad), "x".toCharArray()))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("secret");
        }
    }
}
