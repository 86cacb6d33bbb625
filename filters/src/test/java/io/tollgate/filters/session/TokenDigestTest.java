package io.tollgate.filters.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

final class TokenDigestTest {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final TokenDigest digest = new TokenDigest();

    @Test
    void a_token_is_made_of_base64url_and_of_nothing_else_at_any_place() {
        for (int place = 0; place < TokenDigest.LENGTH; place++) {
            for (int b = 0; b < 256; b++) {
                byte[] text = TokenDigest.random(new SecureRandom()).getBytes(StandardCharsets.ISO_8859_1);
                text[place] = (byte) b;
                assertThat(digest.hash(text, 0, text.length) != null)
                        .as("byte %d at %d", b, place)
                        .isEqualTo(ALPHABET.indexOf(b) >= 0);
            }
        }
    }

    @Test
    void the_hash_is_that_of_the_characters_alone_wherever_they_stand() {
        String token = TokenDigest.random(new SecureRandom());
        byte[] alone = token.getBytes(StandardCharsets.ISO_8859_1);
        byte[] within = ("xx" + token + "yy").getBytes(StandardCharsets.ISO_8859_1);

        byte[] expected = TokenDigest.sha256().digest(alone);

        assertThat(digest.hash(alone, 0, alone.length).bytes()).isEqualTo(expected);
        assertThat(digest.hash(within, 2, 2 + alone.length).bytes()).isEqualTo(expected);
        assertThat(digest.hash(within, 1, 2 + alone.length)).isNull();
        assertThat(digest.hash(within, 2, 1 + alone.length)).isNull();
    }

    @Test
    void what_was_no_token_leaves_nothing_behind_for_the_next() {
        byte[] token = TokenDigest.random(new SecureRandom()).getBytes(StandardCharsets.ISO_8859_1);
        byte[] before = digest.hash(token, 0, token.length).bytes();
        byte[] foreign = token.clone();
        foreign[42] = '=';

        assertThat(digest.hash(foreign, 0, foreign.length)).isNull();
        assertThat(digest.hash(token, 0, token.length).bytes()).isEqualTo(before);
    }
}
