package io.tollgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

    @Test
    void an_address_has_a_host_and_a_port() {
        assertThat(HostPort.parse("0.0.0.0:8443")).isEqualTo(new HostPort("0.0.0.0", 8443));
        assertThat(HostPort.parse("[::1]:0")).isEqualTo(new HostPort("::1", 0));
        assertThat(HostPort.parse(":65535")).isEqualTo(new HostPort("", 65535));
        assertThat(HostPort.parse("gate.example:443")).isEqualTo(new HostPort("gate.example", 443));
    }

    @Test
    void an_address_is_printed_as_it_is_written() {
        assertThat(HostPort.parse("[::1]:8443")).hasToString("[::1]:8443");
        assertThat(HostPort.parse(":8443")).hasToString(":8443");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "8443",
                "host",
                "host:",
                "host:65536",
                "host:-1",
                "host:+1",
                "host:1a",
                "::1:8443",
                "[::1]",
                "[a]:1",
                "a b:1",
                "*:1",
                "1.2.3.256:1",
                "host:99999999999"
            })
    void what_is_no_address_is_refused(String text) {
        assertThatThrownBy(() -> HostPort.parse(text)).isInstanceOf(MalformedValueException.class);
    }
}
