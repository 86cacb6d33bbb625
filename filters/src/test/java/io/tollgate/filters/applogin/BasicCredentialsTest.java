package io.tollgate.filters.applogin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.applogin.BasicCredentials.Found;
import io.tollgate.filters.http.HeaderFields;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BasicCredentialsTest {
    private static Found read(String value) {
        return BasicCredentials.read(HeaderFields.of("Authorization", value));
    }

    private static String encoded(String text, Charset charset) {
        return Base64.getEncoder().encodeToString(text.getBytes(charset));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic ", "basic ", "BASIC   "})
    void a_name_and_a_password_are_read_whatever_the_spelling_of_the_scheme(String scheme) {
        for (Charset charset : new Charset[] {StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1}) {
            assertThat(read(scheme + encoded("änn:a:b", charset))).isInstanceOfSatisfying(Found.Login.class, login -> {
                assertThat(login.said().name()).isEqualTo("änn");
                assertThat(login.said().password()).isEqualTo("a:b");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic",
                "Basic =",
                "Basic YW5u",
                "Basic YW5u*Ong=",
                "BasicYW5uOng=",
                "Digest a",
                "NTLM x",
                "Bearer a, Basic YW5uOng="
            })
    void what_could_be_credentials_to_somebody_else_is_unclear(String value) {
        assertThat(read(value)).isEqualTo(Found.Unclear.UNCLEAR);
    }

    @Test
    void two_are_unclear_and_tokens_are_none() {
        assertThat(BasicCredentials.read(
                        HeaderFields.of("Authorization", "Bearer x", "authorization", "Basic YW5uOng=")))
                .isEqualTo(Found.Unclear.UNCLEAR);
        assertThat(read("Bearer abc")).isEqualTo(Found.Nothing.NOTHING);
        assertThat(BasicCredentials.read(HeaderFields.EMPTY)).isEqualTo(Found.Nothing.NOTHING);
    }
}
