package io.tollgate.filters.applogin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.AppLoginConfig.FormLogin;
import io.tollgate.config.LoginMarkers;
import io.tollgate.config.Position;
import io.tollgate.config.RulePattern;
import io.tollgate.filters.applogin.LoginFields.Found;
import io.tollgate.filters.http.FieldScanner;
import io.tollgate.filters.http.PairScanner;
import io.tollgate.filters.http.PartScanner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginFieldsTest {
    private static final LoginFields FIELDS = new LoginFields(new FormLogin(
            List.of(RulePattern.parse("/check", new Position("x.yaml", 1, 1))),
            "j_username",
            "j_password",
            LoginMarkers.TAKEN,
            LoginMarkers.CHALLENGED));

    private static Found found(String pairs) {
        return FIELDS.find(LoginFields.query(pairs));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "j_username=ann&j_password=x",
                "J_UserName=ann&j_password=x",
                "j_username%5B%5D=ann&j_password=x",
                "j.username=ann&j[password=x",
                "+j_username+=ann&j_password=x",
                "j%5Fusername=ann&%6A_password=x",
                "x=%zz&j_username=ann&j_password=x",
                "j_username=ann&j_username=ann&j_password=x&j_password=x",
                "j_username%00=ann&j_password=x"
            })
    void a_login_is_found_in_whatever_spelling_an_app_may_take(String pairs) {
        assertThat(found(pairs)).isInstanceOfSatisfying(Found.Login.class, login -> {
            assertThat(login.said().name()).isEqualTo("ann");
            assertThat(login.said().password()).isEqualTo("x");
            assertThat(login.toString()).doesNotContain("ann");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "j_username=ann", "j_password=x", "username=ann&password=x", "j_usernames=a&j_password=x"})
    void without_both_there_is_none(String pairs) {
        assertThat(found(pairs)).isEqualTo(Found.Nothing.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "j_username=ann&j_username=bob&j_password=x",
                "j_username=ann&J_USERNAME=bob&j_password=x",
                "j_username=ann&j_password=x&j_password[]=y",
                "j_username=ann;j_password=x"
            })
    void of_two_values_none_is_believed(String pairs) {
        assertThat(found(pairs)).isEqualTo(Found.Unclear.UNCLEAR);
    }

    @Test
    void a_query_without_a_sign_of_them_is_not_read() {
        assertThat(FIELDS.mayBeIn("/check", 6)).isFalse();
        assertThat(FIELDS.mayBeIn("/check?page=2&q=ann", 6)).isFalse();
        assertThat(FIELDS.mayBeIn("/check?J_USERNAME=ann", 6)).isTrue();
        assertThat(FIELDS.mayBeIn("/check?j%5fusername=ann", 6)).isTrue();
    }

    @Test
    void in_a_long_body_both_are_refused_wherever_they_are_cut() {
        String body = "a=" + "x".repeat(500) + "&j_username=ann&b=2&j_password=x&c=3";
        for (int cut = 1; cut < body.length(); cut++) {
            PairScanner scanner = new PairScanner(FIELDS.sought(false, false));
            assertThat(refuses(scanner, body, cut)).as("cut at " + cut).isTrue();
        }
        assertThat(refuses(new PairScanner(FIELDS.sought(false, false)), body.replace("j_password", "k"), 7))
                .isFalse();
        assertThat(refuses(new PairScanner(FIELDS.sought(true, false)), "j_password=x&c=3", 7))
                .as("the name came in the query")
                .isTrue();
    }

    @Test
    void in_a_body_of_parts_both_are_refused_and_one_alone_is_not() {
        String user = "--b\r\nContent-Disposition: form-data; name=\"j_username\"\r\n\r\nann\r\n";
        String password = "--b\r\nContent-Disposition: form-data; name=\"j_password\"\r\n\r\nx\r\n";
        String file =
                "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n" + "y".repeat(3000) + "\r\n";
        assertThat(refuses(parts(), user + file + password + "--b--\r\n", 100)).isTrue();
        assertThat(refuses(parts(), file + password + user + "--b--\r\n", 100)).isTrue();
        assertThat(refuses(parts(), user + file + "--b--\r\n", 100)).isFalse();
        assertThat(refuses(parts(), file + password + "--b--\r\n", 100)).isFalse();
    }

    private static PartScanner parts() {
        return new PartScanner("b", true, FIELDS.sought(false, false));
    }

    private static boolean refuses(FieldScanner scanner, String body, int cut) {
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        return scanner.look(ByteBuffer.wrap(bytes, 0, cut)) == FieldScanner.REFUSED
                || scanner.look(ByteBuffer.wrap(bytes, cut, bytes.length - cut)) == FieldScanner.REFUSED
                || scanner.end() == FieldScanner.REFUSED;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"j_username\":\"ann\",\"j_password\":\"x\"}",
                "{\"a\":{\"j\\u005fusername\":\"ann\"},\"J_PASSWORD\":1}",
                "[\"j_password\", {\"x\": \"j_username\"}]"
            })
    void json_that_names_both_is_refused(String json) {
        JsonWatch watch = new JsonWatch(FIELDS.sought(false, false), () -> null);
        byte[] bytes = json.getBytes(StandardCharsets.UTF_16LE);
        assertThat(watch.look(ByteBuffer.wrap(bytes))).isEqualTo(-1);
        JsonWatch other = new JsonWatch(FIELDS.sought(false, false), () -> null);
        assertThat(other.look(ByteBuffer.wrap("{\"j_username\":\"j_pass\\\"word\"}".getBytes(StandardCharsets.UTF_8))))
                .isZero();
        assertThat(other.end()).isZero();
    }
}
