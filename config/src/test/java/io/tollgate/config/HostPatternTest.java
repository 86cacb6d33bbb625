package io.tollgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPatternTest {

    @Test
    void an_exact_host_matches_itself_only() {
        HostPattern host = HostPattern.parse("Billing.Clinic.example");
        assertThat(host.matches("billing.clinic.example")).isTrue();
        assertThat(host.matches("x.billing.clinic.example")).isFalse();
    }

    @Test
    void a_wildcard_matches_what_is_below_but_not_the_name_itself() {
        HostPattern host = HostPattern.parse("*.clinic.example");
        assertThat(host.matches("a.clinic.example")).isTrue();
        assertThat(host.matches("a.b.clinic.example")).isTrue();
        assertThat(host.matches("clinic.example")).isFalse();
        assertThat(host.matches(".clinic.example")).isFalse();
        assertThat(host.matches("xclinic.example")).isFalse();
    }

    @Test
    void addresses_are_hosts_too() {
        assertThat(HostPattern.parse("127.0.0.1").matches("127.0.0.1")).isTrue();
        assertThat(HostPattern.parse("[::1]").matches("[::1]")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*.",
                "a:80",
                "[::1]:80",
                "::1",
                "http://a",
                "a/b",
                "a..b",
                "-a",
                "a b",
                "*.127.0.0.1",
                "ä.example"
            })
    void what_is_no_host_is_refused(String text) {
        assertThatThrownBy(() -> HostPattern.parse(text)).isInstanceOf(MalformedValueException.class);
    }
}
