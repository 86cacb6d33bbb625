package io.tollgate.filters;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.access.Permit;
import io.tollgate.filters.access.Readings;
import io.tollgate.filters.access.Rules;
import io.tollgate.filters.chain.Arrival;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.RequestBody;
import io.tollgate.filters.http.Form;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.http.ResponseHead;
import io.tollgate.filters.routing.Route;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SecurityHeadersFilterTest {
    private final Exchanges exchanges = new Exchanges(new Rules().allow("biller", "/**"));

    private ResponseHead amended(Duration hsts, String scheme, String host, boolean isPermitted, String... fields) {
        Readings readings = (Readings) Readings.of("/x");
        Route route = (Route) exchanges.router.route(host, readings);
        Exchange exchange = new Exchange(
                RequestHead.of("GET", "/x"),
                readings,
                route,
                Exchanges.address("192.0.2.1"),
                new Arrival("public", scheme, 443, false),
                RequestBody.NONE,
                () -> "REF");
        if (isPermitted) {
            exchange.permitted((Permit) route.app().access().judge("GET", readings, Set.of("biller"), Form.NONE));
        }
        ResponseHead head = new ResponseHead(200, "OK", HeaderFields.of(fields));
        new SecurityHeadersFilter(hsts).amend(exchange, head);
        return head;
    }

    @Test
    void browsers_are_told_to_use_https_only_where_that_makes_sense() {
        Duration hsts = Duration.ofDays(180);

        assertThat(amended(hsts, "https", "b.example", true).first("strict-transport-security"))
                .isEqualTo("max-age=15552000");
        for (String host : List.of("localhost", "a.localhost", "127.0.0.1", "[::1]")) {
            assertThat(amended(hsts, "https", host, true).has("strict-transport-security"))
                    .as(host)
                    .isFalse();
        }
        assertThat(amended(hsts, "http", "b.example", true).has("strict-transport-security"))
                .isFalse();
        assertThat(amended(Duration.ZERO, "https", "b.example", true).has("strict-transport-security"))
                .isFalse();
    }

    @Test
    void what_an_app_says_for_itself_stays_as_it_is() {
        ResponseHead head = amended(
                Duration.ofDays(1),
                "https",
                "b.example",
                true,
                "Strict-Transport-Security",
                "max-age=9",
                "Server",
                "old");

        assertThat(head.first("strict-transport-security")).isEqualTo("max-age=9");
        assertThat(head.added()).isEmpty();
    }

    @Test
    void our_own_answers_are_not_sniffed_framed_or_referred_to() {
        ResponseHead head = amended(Duration.ZERO, "https", "b.example", false);

        assertThat(head.first("x-content-type-options")).isEqualTo("nosniff");
        assertThat(head.first("x-frame-options")).isEqualTo("DENY");
        assertThat(head.first("referrer-policy")).isEqualTo("same-origin");
    }
}
