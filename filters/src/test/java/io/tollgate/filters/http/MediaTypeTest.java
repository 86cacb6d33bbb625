package io.tollgate.filters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MediaTypeTest {
    private static String name(String disposition) {
        return Objects.requireNonNull(MediaType.parse(disposition)).parameters().get("name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "form-data; name='action'",
                "form-data; name='action",
                "form-data; x='a; name=\"ok'; name=action; y=\"",
                "form-data; name=\"ok\"; x='"
            })
    void what_only_php_takes_for_a_quote_is_not_read(String disposition) {
        String body = "--b\r\nContent-Disposition: " + disposition + "\r\n\r\nvoid\r\n--b--\r\n";
        assertThat(new FormClaim.Parts("b").read(body.getBytes(StandardCharsets.ISO_8859_1)))
                .isNull();
    }

    @Test
    void an_apostrophe_elsewhere_is_a_character_as_any_other() {
        assertThat(name("form-data; name=\"patient's name\"")).isEqualTo("patient's name");
        assertThat(name("form-data; name=it's")).isEqualTo("it's");
    }

    @Test
    void what_is_no_type_is_read_as_a_body_without_one() {
        assertThat(FormClaim.of(HeaderFields.of("content-type", "form"))).isEqualTo(new FormClaim.Pairs(false));
    }
}
