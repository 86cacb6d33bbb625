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
    void an_app_may_ask_for_https_for_longer_but_not_for_less() {
        Duration day = Duration.ofDays(1);
        for (String longer : List.of("max-age=86400", "includeSubDomains; Max-Age=\"99999999\"; preload")) {
            ResponseHead head =
                    amended(day, "https", "b.example", true, "Strict-Transport-Security", longer, "Server", "old");
            assertThat(head.first("strict-transport-security")).isEqualTo(longer);
            assertThat(head.added()).isEmpty();
        }
        for (String less : List.of("max-age=0", "max-age=9", "max-age=99999999x", "nonsense", "")) {
            ResponseHead head = amended(day, "https", "b.example", true, "Strict-Transport-Security", less);
            assertThat(head.first("strict-transport-security")).as(less).isEqualTo("max-age=86400");
        }
        assertThat(amended(Duration.ZERO, "https", "b.example", true, "Strict-Transport-Security", "max-age=0")
                        .first("strict-transport-security"))
                .as("where it is off the app says what it likes")
                .isEqualTo("max-age=0");
    }

    @Test
    void nothing_is_said_in_our_name() {
        ResponseHead head = amended(
                Duration.ZERO, "https", "b.example", true, "TOLLGATE-Reason", "x", "Tollgate-New", "y", "X-Toll", "z");

        assertThat(head.has("tollgate-reason")).isFalse();
        assertThat(head.has("tollgate-new")).isFalse();
        assertThat(head.first("x-toll")).isEqualTo("z");
    }

    @Test
    void our_own_answers_are_not_sniffed_framed_or_referred_to() {
        ResponseHead head = amended(Duration.ZERO, "https", "b.example", false);

        assertThat(head.first("x-content-type-options")).isEqualTo("nosniff");
        assertThat(head.first("x-frame-options")).isEqualTo("DENY");
        assertThat(head.first("referrer-policy")).isEqualTo("same-origin");
    }
}
