package io.tollgate.benchmarks.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be put under load, and what never is. */
class OriginTest {
    private static final Map<String, List<String>> HOSTS = Map.of(
            "localhost", List.of("127.0.0.1", "::1"),
            "inside.example", List.of("127.3.4.5"),
            "mixed.example", List.of("127.0.0.1", "192.0.2.7"),
            "mixed6.example", List.of("::1", "2001:db8::1"),
            "outside.example", List.of("192.0.2.7"),
            "nowhere.example", List.of());

    private final List<String> asked = new ArrayList<>();

    /** Names are those above; what is an address stands for itself, as with the JDK's resolver. */
    private InetAddress[] resolve(String host) throws UnknownHostException {
        asked.add(host);
        if (!HOSTS.containsKey(host) && !host.matches("[0-9a-fx.:]+")) {
            throw new UnknownHostException(host);
        }
        List<String> texts = HOSTS.getOrDefault(host, List.of(host));
        InetAddress[] addresses = new InetAddress[texts.size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = InetAddress.getByName(texts.get(i));
        }
        return addresses;
    }

    private Origin of(String url) throws RefusedTargetException {
        return Origin.of(url, false, this::resolve);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost:8443",
                "https://LOCALHOST/",
                "http://127.0.0.1:8080/",
                "https://127.255.255.254/",
                "https://[::1]:8443/",
                "https://[0:0:0:0:0:0:0:1]/",
                "https://[::ffff:127.0.0.1]/", // the same machine, written as IPv6
                "https://inside.example/"
            })
    void loopback_is_put_under_load(String url) throws Exception {
        assertThat(of(url).addresses()).isNotEmpty().allMatch(InetAddress::isLoopbackAddress);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://outside.example/",
                "https://192.0.2.7/",
                "https://10.0.0.1:8443/",
                "https://128.0.0.1/",
                "https://126.255.255.255/",
                "https://0.0.0.0:8443/", // reaches this machine on some systems, but is no loopback address
                "https://[::]/",
                "https://[2001:db8::1]/",
                "https://[::ffff:192.0.2.7]/",
                "https://[::127.0.0.1]/", // an IPv4-compatible address is no loopback
                "https://[fe80::1]/",
                "https://169.254.169.254/"
            })
    void anything_else_is_refused(String url) {
        assertThatThrownBy(() -> of(url))
                .isInstanceOf(RefusedTargetException.class)
                .hasMessageContaining("not this machine")
                .hasMessageContaining(Origin.OWNED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://mixed.example/", "https://mixed6.example:8443/"})
    void a_name_of_which_one_address_is_elsewhere_is_refused(String url) {
        assertThatThrownBy(() -> of(url))
                .isInstanceOf(RefusedTargetException.class)
                .hasMessageContaining("not this machine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost:8443@outside.example/",
                "https://localhost@outside.example/",
                "https://outside.example@localhost/",
                "https://@localhost/",
                "https://localhost%40outside.example@192.0.2.7/"
            })
    void what_stands_before_an_at_sign_is_no_host_and_refused(String url) {
        assertThatThrownBy(() -> of(url))
                .isInstanceOf(RefusedTargetException.class)
                .hasMessageContaining("before an @");
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://outside.example\\@localhost/",
                "https://localhost\\.outside.example/",
                "https://localhost%2eoutside.example/",
                "https://localhost%00.outside.example/",
                "https://local host/",
                "https:///",
                "https:localhost",
                "//localhost/",
                "localhost:8443",
                "ftp://localhost/",
                "file:///etc/passwd",
                "https://localhost:0/",
                "https://localhost:65536/",
                "https://localhost:-1/",
                "https://localhost/?a=b",
                "https://localhost/#a",
                "https://localhost#@outside.example/",
                "https://localhost?@outside.example/",
                ""
            })
    void what_can_not_be_read_in_one_way_is_refused_before_any_name_is_looked_up(String url) {
        assertThatThrownBy(() -> of(url))
                .isInstanceOf(RefusedTargetException.class)
                .hasMessageStartingWith("--url: ");
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://nowhere.example/", "https://unheard.example/"})
    void a_name_without_an_address_is_refused(String url) {
        assertThatThrownBy(() -> of(url))
                .isInstanceOf(RefusedTargetException.class)
                .hasMessageContaining("has no address");
    }

    @Test
    void whoever_owns_the_target_may_go_elsewhere() throws Exception {
        Origin target = Origin.of("https://outside.example:444/app/", true, this::resolve);

        assertThat(target.address().getAddress().getHostAddress()).isEqualTo("192.0.2.7");
        assertThat(target.address().getPort()).isEqualTo(444);
        assertThat(target.path()).isEqualTo("/app/");
    }

    @Test
    void a_name_is_looked_up_once_and_the_address_that_was_checked_is_used() throws Exception {
        Origin target = of("https://localhost:8443/");
        target.address();
        target.address();

        assertThat(asked).containsExactly("localhost");
        assertThat(target.address().isUnresolved()).isFalse();
    }

    @Test
    void the_schemes_own_port_is_left_out_as_browsers_do() throws Exception {
        assertThat(of("https://localhost/").origin()).isEqualTo("https://localhost");
        assertThat(of("https://localhost/").port()).isEqualTo(443);
        assertThat(of("http://localhost").authority()).isEqualTo("localhost");
        assertThat(of("https://[::1]:8443").origin()).isEqualTo("https://[::1]:8443");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://outside.example/",
                "//outside.example/",
                "http://localhost:8443/",
                "https://localhost/",
                "https://localhost:8444/",
                "https://localhost:8443@outside.example/",
                "https://a@localhost:8443/",
                "https://localhost.outside.example:8443/",
                "mailto:ann@clinic.example",
                "javascript:alert(1)",
                "/\\outside.example/",
                "https://[::1]:8443/"
            })
    void a_redirect_to_another_origin_is_not_followed(String location) throws Exception {
        assertThat(of("https://localhost:8443/").follow("/invoices/", location)).isNull();
    }

    @Test
    void a_redirect_within_the_origin_is_followed() throws Exception {
        Origin target = of("https://localhost:8443/");

        assertThat(target.follow("/invoices/", "/.tollgate/login?return-to=%2F"))
                .isEqualTo("/.tollgate/login?return-to=%2F");
        assertThat(target.follow("/invoices/", "2003")).isEqualTo("/invoices/2003");
        assertThat(target.follow("/invoices/17?a=b", "../claims/")).isEqualTo("/claims/");
        assertThat(target.follow("/invoices/", "https://LOCALHOST:8443")).isEqualTo("/");
        assertThat(target.follow("/invoices/", "//localhost:8443/x?y")).isEqualTo("/x?y");
    }
}
