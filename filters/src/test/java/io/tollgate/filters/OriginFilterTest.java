package io.tollgate.filters;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.access.Rules;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Verdict.Pass;
import io.tollgate.filters.chain.Verdict.Respond;
import io.tollgate.filters.session.Caller;
import org.junit.jupiter.api.Test;

final class OriginFilterTest {
    private final Exchanges exchanges = new Exchanges(new Rules().allow("biller", "/**"));
    private final FakeAuditTrail trail = new FakeAuditTrail();
    private final OriginFilter filter = new OriginFilter(new FakeRefusals(), trail);

    private boolean passes(Caller caller, String method, String target, String... fields) {
        Exchange exchange = exchanges.exchange(method, target, fields);
        exchange.authenticated(caller);
        return filter.judge(exchange) == Pass.PASS;
    }

    private boolean posts(String... fields) {
        return passes(exchanges.known("ada"), "POST", "/x", fields);
    }

    @Test
    void safe_methods_and_requests_without_a_session_pass() {
        assertThat(passes(exchanges.known("ada"), "GET", "/x", "Sec-Fetch-Site", "cross-site"))
                .isTrue();
        assertThat(passes(Caller.Nobody.NOBODY, "POST", "/x", "Sec-Fetch-Site", "cross-site"))
                .isTrue();
    }

    @Test
    void what_the_browser_says_about_the_site_decides() {
        assertThat(posts("Sec-Fetch-Site", "same-origin")).isTrue();
        assertThat(posts("Sec-Fetch-Site", "none")).isTrue();
        assertThat(posts("Sec-Fetch-Site", "same-site")).isFalse();
        assertThat(posts("Sec-Fetch-Site", "cross-site")).isFalse();
        assertThat(posts("Sec-Fetch-Site", "odd")).isFalse();
        assertThat(posts("Sec-Fetch-Site", "none", "Sec-Fetch-Site", "none")).isFalse();
    }

    @Test
    void without_it_the_origin_must_be_the_host_as_sent() {
        assertThat(posts("Host", "b.example:8443", "Origin", "https://b.example:8443"))
                .isTrue();
        assertThat(posts("Host", "B.example", "Origin", "https://b.example")).isTrue();
        assertThat(posts("Host", "b.example:443", "Origin", "https://b.example"))
                .isTrue();
        assertThat(posts("Host", "b.example", "Origin", "https://b.example:443"))
                .isTrue();
        assertThat(posts("Host", "b.example:8443", "Origin", "https://b.example"))
                .isFalse();
        assertThat(posts("Host", "b.example", "Origin", "http://b.example")).isFalse();
        assertThat(posts("Host", "b.example", "Origin", "https://evil.example")).isFalse();
        assertThat(posts("Host", "b.example", "Origin", "null")).isFalse();
        assertThat(posts("Host", "b.example", "Origin", "https://b.example", "Origin", "https://b.example"))
                .isFalse();
        assertThat(posts("Host", "b.example")).as("old clients send neither").isTrue();
    }

    @Test
    void declared_origins_may_post_to_the_app_but_not_to_our_pages() {
        assertThat(posts("Sec-Fetch-Site", "cross-site", "Origin", "https://partner.example"))
                .isTrue();
        assertThat(posts("Sec-Fetch-Site", "cross-site", "Origin", "https://partner.example:443"))
                .isTrue();
        assertThat(passes(
                        Caller.Nobody.NOBODY,
                        "POST",
                        "/.tollgate/login",
                        "Sec-Fetch-Site",
                        "cross-site",
                        "Origin",
                        "https://partner.example"))
                .isFalse();
    }

    @Test
    void our_own_pages_are_guarded_without_a_session_too() {
        assertThat(passes(Caller.Nobody.NOBODY, "POST", "/.tollgate/login", "Sec-Fetch-Site", "same-site"))
                .isFalse();
        assertThat(passes(Caller.Nobody.NOBODY, "POST", "/.tollgate/login", "Sec-Fetch-Site", "same-origin"))
                .isTrue();
        assertThat(passes(Caller.Nobody.NOBODY, "GET", "/.tollgate/login", "Sec-Fetch-Site", "cross-site"))
                .isTrue();
        assertThat(trail.aggregated).hasSize(1);
        assertThat(trail.appended).isEmpty();
    }

    @Test
    void upgrades_with_a_session_are_asked_like_unsafe_methods() {
        assertThat(passes(
                        exchanges.known("ada"),
                        "GET",
                        "/x",
                        "Upgrade",
                        "websocket",
                        "Host",
                        "h",
                        "Origin",
                        "https://evil.example"))
                .isFalse();
        assertThat(passes(
                        exchanges.known("ada"),
                        "GET",
                        "/x",
                        "Upgrade",
                        "websocket",
                        "Host",
                        "h",
                        "Origin",
                        "https://h"))
                .isTrue();
        assertThat(passes(exchanges.locked("ada"), "POST", "/x", "Sec-Fetch-Site", "cross-site"))
                .isFalse();
    }

    @Test
    void a_refusal_of_a_known_user_carries_its_evidence() {
        Exchange exchange = exchanges.exchange("DELETE", "/x", "Sec-Fetch-Site", "cross-site");
        exchange.authenticated(exchanges.known("ada"));

        Respond respond = (Respond) filter.judge(exchange);

        assertThat(respond.response().status()).isEqualTo(403);
        assertThat(respond.event().reason()).isEqualTo("origin");
        assertThat(exchange.refusal()).isEqualTo("origin");
    }
}
