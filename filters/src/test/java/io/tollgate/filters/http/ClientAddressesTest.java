package io.tollgate.filters.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.Cidr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClientAddressesTest {
    private static final List<Cidr> INSIDE = List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8"));

    private static ClientAddress resolve(String peer, String... forwardedFor) {
        String[] fields = new String[forwardedFor.length * 2];
        for (int i = 0; i < forwardedFor.length; i++) {
            fields[i * 2] = "X-Forwarded-For";
            fields[i * 2 + 1] = forwardedFor[i];
        }
        try {
            return ClientAddresses.resolve(
                    ClientAddresses.direct(InetAddress.getByName(peer)), INSIDE, HeaderFields.of(fields));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void assertClient(ClientAddress address, String client, String... chain) {
        assertThat(address.client().getHostAddress()).isEqualTo(client);
        assertThat(address.forwardedFor()).containsExactly(chain);
    }

    @Test
    void nobody_is_believed_who_is_not_trusted() {
        assertClient(resolve("192.0.2.1", "1.2.3.4"), "192.0.2.1", "192.0.2.1");
        assertClient(resolve("10.0.0.1"), "10.0.0.1", "10.0.0.1");
    }

    @Test
    void trusted_hops_are_followed_from_the_right_and_no_further() {
        assertClient(resolve("10.0.0.1", "1.2.3.4"), "1.2.3.4", "1.2.3.4", "10.0.0.1");
        assertClient(resolve("10.0.0.1", "6.6.6.6, 1.2.3.4 ,10.0.0.2"), "1.2.3.4", "1.2.3.4", "10.0.0.2", "10.0.0.1");
        assertClient(resolve("10.0.0.1", "6.6.6.6, 1.2.3.4", "10.0.0.2"), "1.2.3.4", "1.2.3.4", "10.0.0.2", "10.0.0.1");
        assertClient(resolve("10.0.0.1", "10.0.0.3, 10.0.0.2"), "10.0.0.3", "10.0.0.3", "10.0.0.2", "10.0.0.1");
    }

    @Test
    void an_entry_that_is_no_address_stops_at_the_last_trusted_hop() {
        for (String odd : List.of(
                "unknown",
                "_hidden",
                "localhost",
                "1.2.3",
                "01.2.3.4",
                "1.2.3.4x",
                "",
                "1.2.3.4:x",
                "[::1",
                "::1%eth0",
                "1.2.3.4:")) {
            assertClient(resolve("10.0.0.1", "6.6.6.6, " + odd + ", 10.0.0.2"), "10.0.0.2", "10.0.0.2", "10.0.0.1");
        }
    }

    @Test
    void ports_and_brackets_of_other_proxies_are_understood() {
        assertClient(resolve("10.0.0.1", "1.2.3.4:5678"), "1.2.3.4", "1.2.3.4", "10.0.0.1");
        assertThat(resolve("10.0.0.1", "[2001:db8::7]:443").network()).isEqualTo("2001:db8:0:0::/64");
        assertThat(resolve("10.0.0.1", "[2001:db8::7]").network()).isEqualTo("2001:db8:0:0::/64");
        assertThat(resolve("10.0.0.1", "2001:db8::7").network()).isEqualTo("2001:db8:0:0::/64");
    }

    @Test
    void a_mapped_address_is_the_ipv4_one() {
        assertThat(resolve("::ffff:10.0.0.1", "::ffff:1.2.3.4").network()).isEqualTo("1.2.3.4");
    }

    @Test
    void a_network_is_an_ipv4_address_or_64_bits_of_an_ipv6_one() {
        assertThat(resolve("192.0.2.1").network()).isEqualTo("192.0.2.1");
        assertThat(resolve("2001:db8:1:2:3:4:5:6").network())
                .isEqualTo(resolve("2001:db8:1:2:ffff::1").network())
                .isNotEqualTo(resolve("2001:db8:1:3::1").network());
    }
}
