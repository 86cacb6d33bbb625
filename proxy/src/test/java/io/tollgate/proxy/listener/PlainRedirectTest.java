package io.tollgate.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainRedirectTest {

    @ParameterizedTest
    @CsvSource({
        "billing.example, 443, https://billing.example/a?b=c",
        "Billing.Example:8080, 8443, https://billing.example:8443/a?b=c",
        "10.0.0.1:80, 443, https://10.0.0.1/a?b=c",
        "[::1]:8080, 8443, https://[::1]:8443/a?b=c"
    })
    void a_get_goes_to_the_same_place_over_https(String host, int port, String location) {
        assertThat(answer("GET /a?b=c HTTP/1.1\r\nHost: " + host, port))
                .startsWith("HTTP/1.1 301 ")
                .contains("\r\nLocation: " + location + "\r\n")
                .contains("\r\nConnection: close\r\n");
    }

    @Test
    void head_is_redirected_too() {
        assertThat(answer("HEAD / HTTP/1.0\r\nhost:a.example", 443)).contains("\r\nLocation: https://a.example/\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"})
    void what_may_carry_content_is_told_to_use_https(String method) {
        assertThat(answer(method + " / HTTP/1.1\r\nHost: a.example", 443))
                .startsWith("HTTP/1.1 403 ")
                .contains("https://")
                .doesNotContain("Location");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example@a.example",
                "a.example/x",
                "a.example:x",
                "a.example:443:1",
                "a..example?",
                "a example",
                "-",
                "[::1",
                "[x]",
                "a.example\\@b",
                "a.example#",
                "ä.example"
            })
    void an_odd_host_is_refused(String host) {
        assertThat(answer("GET / HTTP/1.1\r\nHost: " + host, 443)).startsWith("HTTP/1.1 400 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "GET / HTTP/1.1\r\nHost: a.example\r\nHost: a.example",
                "GET / HTTP/1.1\r\nHost : a.example",
                "GET / HTTP/1.1\r\n Host: a.example",
                "GET / HTTP/1.1\r\nHost: a.example\r\n folded: x",
                "GET / HTTP/2.0\r\nHost: a.example",
                "GET /\r\nHost: a.example",
                "GET  / HTTP/1.1\r\nHost: a.example",
                "GET http://a.example/ HTTP/1.1\r\nHost: a.example",
                "GET * HTTP/1.1\r\nHost: a.example",
                "GET /\u007f HTTP/1.1\r\nHost: a.example",
                "GET /\r HTTP/1.1\r\nHost: a.example",
                "get / HTTP/1.1\r\nHost: a.example",
                "\u0016\u0003\u0001"
            })
    void a_malformed_request_is_refused(String head) {
        assertThat(answer(head, 443)).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void somebody_elses_host_is_never_put_into_a_location() {
        assertThat(PlainRedirect.answer("GET / HTTP/1.1\r\nHost: evil.example", 443, "a.example"::equals))
                .startsWith("HTTP/1.1 421 ")
                .doesNotContain("evil");
    }

    private static String answer(String head, int port) {
        return PlainRedirect.answer(head, port, host -> true);
    }
}
