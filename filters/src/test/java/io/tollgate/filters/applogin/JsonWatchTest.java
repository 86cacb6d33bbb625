package io.tollgate.filters.applogin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.AppLoginConfig.FormLogin;
import io.tollgate.config.LoginMarkers;
import io.tollgate.filters.access.Rules;
import io.tollgate.filters.chain.BodyWatch;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.http.Response;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonWatchTest {
    private static final LoginFields FIELDS = new LoginFields(new FormLogin(
            Rules.patterns("POST /check"), "j_username", "j_password", LoginMarkers.TAKEN, LoginMarkers.CHALLENGED));

    private static JsonWatch watch() {
        return new JsonWatch(FIELDS.sought(false, false), () -> new Verdict.Respond(Response.of(400)));
    }

    private static int look(String body, Charset charset) {
        JsonWatch watch = watch();
        return watch.look(ByteBuffer.wrap(body.getBytes(charset))) == BodyWatch.REFUSED
                ? BodyWatch.REFUSED
                : watch.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"j_username\":\"ada\",\"j_password\":\"x\"}",
                "[{\"a\":{\"J_Password\":1}},\"j_username\"]",
                "{\"j_\\u0075sername\":\"a\\\"b\\\\\",\"j_pass\\u0077ord\":\"x\"}"
            })
    void a_login_is_refused_in_whatever_spelling_and_character_set(String body) {
        assertThat(look(body, StandardCharsets.UTF_8)).isEqualTo(BodyWatch.REFUSED);
        assertThat(look(body, StandardCharsets.UTF_16LE)).isEqualTo(BodyWatch.REFUSED);
        assertThat(look(body, StandardCharsets.UTF_16BE)).isEqualTo(BodyWatch.REFUSED);
    }

    @Test
    void a_login_is_refused_however_it_is_cut_into_pieces() {
        JsonWatch watch = watch();
        int last = 0;
        for (byte each : "{\"j_username\":1,\"j_pass\\u0077ord\":2}".getBytes(StandardCharsets.US_ASCII)) {
            last = watch.look(ByteBuffer.wrap(new byte[] {each}));
        }
        assertThat(last).isEqualTo(BodyWatch.REFUSED);
        assertThat(watch.end()).isEqualTo(BodyWatch.REFUSED);
        assertThat(watch.refusal().response().status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"j_username\":\"ada\"}", "{\"a\":\"j_username j_password\"}", "[1,2,\"x\\ny\"]", "\"", ""})
    void what_is_no_login_passes(String body) {
        assertThat(look(body, StandardCharsets.UTF_8)).isZero();
    }

    @Test
    void a_long_text_is_neither_kept_nor_taken_for_a_name() {
        String body = "{\"j_username\":\"" + "j_password".repeat(10_000) + "\"}";
        assertThat(look(body, StandardCharsets.UTF_8)).isZero();
    }
}
