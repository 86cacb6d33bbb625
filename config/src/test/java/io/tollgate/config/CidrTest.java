package io.tollgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    private static byte[] address(String text) {
        return AddressText.parse(text);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, 11.0.0.0",
        "10.1.2.0/23, 10.1.3.255, 10.1.4.0",
        "10.1.2.3, 10.1.2.3, 10.1.2.4",
        "0.0.0.0/0, 255.255.255.255, ::1",
        "2001:db8::/32, 2001:db8:ffff::1, 2001:db9::",
        "2001:db8::/33, 2001:db8:7fff::1, 2001:db8:8000::",
        "::1, ::1, ::2",
        "::/0, ::1, 10.0.0.1",
        "::ffff:10.0.0.0/104, 10.9.9.9, 11.0.0.0",
        "10.0.0.0/8, ::ffff:10.9.9.9, ::ffff:11.0.0.0"
    })
    void a_network_holds_what_its_bits_say(String network, String inside, String outside) {
        assertThat(Cidr.parse(network).contains(address(inside))).isTrue();
        assertThat(Cidr.parse(network).contains(address(outside))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.1/8", "10.0.0/8", "010.0.0.0/8", "256.0.0.0/8",
                "::/129", "1::2::3", "fe80::1%eth0", "1:2:3:4:5:6:7:8:9", "localhost", ":::", "1:2", "12345::",
                "::ffff:10.0.0.256", "10.0.0.0/8/8", "::1.2.3.4:5", "1.2.3.4::"
            })
    void what_is_no_network_is_refused(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(MalformedValueException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"::", "::1", "1::", "1:2:3:4:5:6:7:8", "1::8", "::1.2.3.4", "1:2:3:4:5:6:7::", "2001:DB8::a"})
    void addresses_are_read_as_the_jdk_reads_them(String text) throws UnknownHostException {
        assertThat(address(text)).isEqualTo(InetAddress.getByName(text).getAddress());
    }

    @Test
    void networks_are_equal_by_what_they_hold() {
        assertThat(Cidr.parse("::ffff:10.0.0.0/104")).isEqualTo(Cidr.parse("10.0.0.0/8"));
        assertThat(Cidr.parse("10.0.0.0/8")).hasSameHashCodeAs(Cidr.parse("10.0.0.0/8"));
        assertThat(Cidr.parse("10.0.0.0/9")).isNotEqualTo(Cidr.parse("10.0.0.0/8"));
    }
}
