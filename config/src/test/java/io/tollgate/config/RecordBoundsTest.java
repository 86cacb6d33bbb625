package io.tollgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.config.LockoutConfig.UnknownDevices;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordBoundsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void a_session_has_bounds() {
        assertThatThrownBy(() -> new SessionConfig(Duration.ofMillis(999), Duration.ofMillis(1), HOUR, HOUR))
                .hasMessageContaining("session.idle");
        assertThatThrownBy(() -> new SessionConfig(HOUR, HOUR, HOUR, HOUR)).hasMessageContaining("session.warn");
        assertThatThrownBy(() -> new SessionConfig(HOUR, SECOND, Duration.ZERO, HOUR))
                .hasMessageContaining("session.lock-for");
        assertThatThrownBy(() -> new SessionConfig(HOUR, SECOND, HOUR, SECOND))
                .hasMessageContaining("session.absolute");
    }

    @Test
    void the_strictest_session_is_strict_in_every_figure() {
        SessionConfig a = new SessionConfig(Duration.ofMinutes(5), Duration.ofMinutes(1), HOUR, HOUR.multipliedBy(2));
        SessionConfig b = new SessionConfig(Duration.ofSeconds(40), Duration.ofSeconds(39), HOUR.multipliedBy(3), HOUR);
        assertThat(a.strictest(b))
                .isEqualTo(new SessionConfig(Duration.ofSeconds(40), Duration.ofSeconds(39), HOUR, HOUR))
                .isEqualTo(b.strictest(a));
    }

    @Test
    void a_lockout_has_bounds_and_an_order() {
        assertThatThrownBy(() -> lockout(0, SECOND, SECOND, 1)).hasMessageContaining("lockout.after");
        assertThatThrownBy(() -> lockout(1, HOUR, SECOND, 1)).hasMessageContaining("lockout.first");
        assertThatThrownBy(() -> lockout(1, SECOND, SECOND, 100_001)).hasMessageContaining("lockout.until-admin-after");
        assertThatThrownBy(() -> new UnknownDevices(0, SECOND, 0)).hasMessageContaining("unknown-devices.after");
        assertThatThrownBy(() -> new UnknownDevices(1, Duration.ZERO, 0)).hasMessageContaining("unknown-devices.for");
        assertThatThrownBy(() -> new UnknownDevices(1, SECOND, -1)).hasMessageContaining("until-admin-after");
    }

    private static LockoutConfig lockout(int after, Duration first, Duration longest, int untilAdminAfter) {
        Rate rate = new Rate(30, Duration.ofMinutes(1));
        return new LockoutConfig(after, first, longest, untilAdminAfter, rate, UnknownDevices.DEFAULT, rate);
    }

    @Test
    void a_declared_network_has_addresses_and_a_factor() {
        Cidr range = Cidr.parse("203.0.113.0/28");
        assertThatThrownBy(() -> new NetworkConfig("northside", List.of(), 10)).hasMessageContaining("no addresses");
        assertThatThrownBy(() -> new NetworkConfig("northside", List.of(range), 0))
                .hasMessageContaining("factor");
        assertThat(new NetworkConfig("northside", List.of(range), 10).contains(new byte[] {(byte) 203, 0, 113, 15}))
                .isTrue();
        assertThat(new NetworkConfig("northside", List.of(range), 10).contains(new byte[] {(byte) 203, 0, 113, 16}))
                .isFalse();
    }

    @Test
    void a_rate_has_bounds_and_does_not_overflow() {
        assertThat(Rate.isInBounds(1_000_000, Duration.ofMinutes(1))).isTrue();
        assertThat(Rate.isInBounds(1_000_001, Duration.ofMinutes(1))).isFalse();
        assertThat(Rate.isInBounds(Integer.MAX_VALUE, SECOND)).isFalse();
        assertThat(Rate.isInBounds(0, SECOND)).isFalse();
        assertThatThrownBy(() -> new Rate(1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_upstream_has_endpoints_of_one_scheme_none_twice_and_tls_where_that_is_https() {
        assertThatThrownBy(() -> upstream("http://x", "http://X:80")).hasMessageContaining("none twice");
        assertThatThrownBy(() -> upstream("http://x", "h2c://x")).hasMessageContaining("one scheme");
        assertThatThrownBy(() -> upstream("https://x")).hasMessageContaining("tls goes with https");
        assertThatThrownBy(RecordBoundsTest::upstream).hasMessageContaining("has an endpoint");
        assertThat(UpstreamConfig.of(EndpointUrl.parse("https://x")).tls()).isEqualTo(UpstreamTls.DEFAULT);
        assertThat(upstream("http://x", "http://y").scheme()).isEqualTo(UpstreamScheme.HTTP);
    }

    private static UpstreamConfig upstream(String... urls) {
        return new UpstreamConfig(
                List.of(urls).stream().map(EndpointUrl::parse).toList(),
                null,
                Balance.ROUND_ROBIN,
                false,
                List.of(),
                List.of(),
                ChunkedRequests.PASS,
                1,
                SECOND,
                SECOND,
                null,
                OutlierConfig.DEFAULT,
                null);
    }

    @Test
    void what_watches_endpoints_has_bounds() {
        assertThatThrownBy(() -> new OutlierConfig(0, SECOND)).hasMessageContaining("outlier.failures");
        assertThatThrownBy(() -> new OutlierConfig(1, Duration.ZERO)).hasMessageContaining("outlier.for");
        assertThatThrownBy(() -> new CircuitBreakerConfig(101, 1, SECOND)).hasMessageContaining("failure-rate");
        assertThatThrownBy(() -> new CircuitBreakerConfig(1, 0, SECOND)).hasMessageContaining("window");
        assertThatThrownBy(() -> new CircuitBreakerConfig(1, 1, Duration.ZERO)).hasMessageContaining("open-for");
        assertThatThrownBy(() -> new HealthConfig("/", SECOND, HOUR, StatusRange.ANSWERS, null))
                .hasMessageContaining("health.timeout");
        assertThatThrownBy(() -> new HealthConfig("/", SECOND, SECOND.multipliedBy(2), StatusRange.ANSWERS, null))
                .hasMessageContaining("more than every");
        assertThatThrownBy(() -> new HealthConfig(null, SECOND, SECOND, StatusRange.ANSWERS, "x"))
                .hasMessageContaining("marker");
    }

    @Test
    void statuses_are_one_a_range_or_a_bound() {
        assertThat(StatusRange.parse("<500")).isEqualTo(StatusRange.ANSWERS).hasToString("<500");
        assertThat(StatusRange.parse("204"))
                .isEqualTo(new StatusRange(204, 204))
                .hasToString("204");
        assertThat(StatusRange.parse("301-399").contains(302)).isTrue();
        assertThat(StatusRange.parse("301-399").contains(400)).isFalse();
        for (String wrong : List.of("", "99", "600", "<200", "399-301", "<200-300", "200-", ">200", "2xx", "20०")) {
            assertThatThrownBy(() -> StatusRange.parse(wrong)).as(wrong).isInstanceOf(MalformedValueException.class);
        }
    }

    @Test
    void endpoints_that_mean_the_same_are_equal() {
        assertThat(EndpointUrl.parse("http://X/")).isEqualTo(EndpointUrl.parse("http://x:80"));
        assertThat(EndpointUrl.parse("https://x")).hasToString("https://x:443");
        assertThat(EndpointUrl.parse("h2c://[::1]:50051")).hasToString("h2c://[::1]:50051");
        assertThat(EndpointUrl.parse("http://[::1]").authority()).isEqualTo("[::1]:80");
    }

    @Test
    void a_listener_with_tls_redirects_nowhere_and_tls_has_a_certificate() {
        assertThatThrownBy(() ->
                        new TlsConfig(TlsEngine.BOUNCY_CASTLE, List.of(), TlsVersion.TLS_1_2, ClientCertificates.NONE))
                .hasMessageContaining("certificate");
    }
}
