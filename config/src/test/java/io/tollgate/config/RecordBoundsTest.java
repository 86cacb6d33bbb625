package io.tollgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
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
        Rate rate = new Rate(30, Duration.ofMinutes(1));
        assertThatThrownBy(() -> new LockoutConfig(0, SECOND, SECOND, 1, rate)).hasMessageContaining("lockout.after");
        assertThatThrownBy(() -> new LockoutConfig(1, HOUR, SECOND, 1, rate)).hasMessageContaining("lockout.first");
        assertThatThrownBy(() -> new LockoutConfig(1, SECOND, SECOND, 100_001, rate))
                .hasMessageContaining("lockout.until-admin-after");
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
    void an_upstream_is_plain_http() {
        assertThatThrownBy(() -> new UpstreamConfig(URI.create("https://x"), 1, SECOND, SECOND))
                .hasMessageContaining("http://");
        assertThat(new UpstreamConfig(URI.create("http://x"), 1, SECOND, SECOND).port())
                .isEqualTo(80);
    }

    @Test
    void a_listener_with_tls_redirects_nowhere_and_tls_has_a_certificate() {
        assertThatThrownBy(() ->
                        new TlsConfig(TlsEngine.BOUNCY_CASTLE, List.of(), TlsVersion.TLS_1_2, ClientCertificates.NONE))
                .hasMessageContaining("certificate");
    }
}
