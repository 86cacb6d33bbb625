package io.tollgate.filters;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.access.Rules;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.chain.Verdict.Respond;
import org.junit.jupiter.api.Test;

final class RequestGuardTest {
    private final Exchanges exchanges = new Exchanges(new Rules());
    private final FakeAuditTrail trail = new FakeAuditTrail();
    private final RequestGuard guard = new RequestGuard(new FakeRefusals(), trail);

    private int status(Exchange exchange) {
        Verdict verdict = guard.judge(exchange);
        return verdict instanceof Respond respond ? respond.response().status() : 0;
    }

    private int status(String method, String... fields) {
        return status(exchanges.exchange(method, "/x", fields));
    }

    @Test
    void methods_that_open_tunnels_or_echo_are_refused() {
        assertThat(status("TRACE")).isEqualTo(405);
        assertThat(status("trace")).isEqualTo(405);
        assertThat(status("TRACK")).isEqualTo(405);
        assertThat(status("CONNECT")).isEqualTo(405);
        assertThat(status("M".repeat(33))).isEqualTo(405);
        assertThat(status("GET")).isZero();
        assertThat(status("PROPFIND")).isZero();
        assertThat(trail.aggregated).hasSize(5);
    }

    @Test
    void only_the_one_expectation_there_is_is_met() {
        assertThat(status("POST", "Expect", "100-continue")).isZero();
        assertThat(status("POST", "Expect", "100-Continue")).isZero();
        assertThat(status("POST", "Expect", "200-ok")).isEqualTo(417);
        assertThat(status("POST", "Expect", "100-continue", "Expect", "x")).isEqualTo(417);
    }

    @Test
    void no_connection_changes_to_http_2_unseen() {
        assertThat(status("GET", "Upgrade", "h2c")).isEqualTo(400);
        assertThat(status("GET", "Upgrade", "websocket, H2C")).isEqualTo(400);
        assertThat(status("GET", "Upgrade", "websocket", "Upgrade", "h2c")).isEqualTo(400);
        assertThat(status("GET", "Upgrade", "websocket")).isZero();
    }

    @Test
    void a_body_that_declares_more_than_the_app_takes_is_refused_before_it_is_read() {
        assertThat(status(exchanges.exchange(Exchanges.body("x".repeat(1_001)), "POST", "/x")))
                .isEqualTo(413);
        assertThat(status(exchanges.exchange(Exchanges.body("x".repeat(1_000)), "POST", "/x")))
                .isZero();
        assertThat(status(exchanges.exchange(Exchanges.body("x".repeat(1_001)), "POST", "/.tollgate/login")))
                .isZero();
    }
}
