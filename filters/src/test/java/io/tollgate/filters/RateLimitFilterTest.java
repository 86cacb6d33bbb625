package io.tollgate.filters;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.Rate;
import io.tollgate.filters.access.Rules;
import io.tollgate.filters.chain.Arrival;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.RequestBody;
import io.tollgate.filters.chain.Verdict.Pass;
import io.tollgate.filters.chain.Verdict.Respond;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RateLimitFilterTest {
    private final Exchanges exchanges = new Exchanges(new Rules());
    private final FakeAuditTrail trail = new FakeAuditTrail();
    private final RateLimitFilter.Budgets budgets = new RateLimitFilter.Budgets(exchanges.time);
    private final RateLimitFilter filter = filter(new Rate(10, Duration.ofSeconds(10)));

    private RateLimitFilter filter(Rate rate) {
        return new RateLimitFilter(rate, budgets, new FakeRefusals(), trail);
    }

    private Exchange from(String address) {
        Exchange exchange = exchanges.exchange("GET", "/x");
        return new Exchange(
                exchange.head(),
                exchange.readings(),
                exchange.route(),
                Exchanges.address(address),
                new Arrival("public", "https", 443, false),
                RequestBody.NONE,
                () -> "REF");
    }

    private int passed(RateLimitFilter limit, String address, int requests) {
        int passed = 0;
        for (int i = 0; i < requests; i++) {
            passed += limit.judge(from(address)) == Pass.PASS ? 1 : 0;
        }
        return passed;
    }

    @Test
    void a_network_may_spend_its_count_at_once_and_regains_it_evenly() {
        assertThat(passed(filter, "192.0.2.1", 20)).isEqualTo(10);
        exchanges.time.pass(Duration.ofSeconds(3));
        assertThat(passed(filter, "192.0.2.1", 20)).isEqualTo(3);
        exchanges.time.pass(Duration.ofMinutes(5));
        assertThat(passed(filter, "192.0.2.1", 20)).isEqualTo(10);
    }

    @Test
    void networks_do_not_share_a_budget_but_addresses_of_one_do() {
        assertThat(passed(filter, "192.0.2.1", 10)).isEqualTo(10);
        assertThat(passed(filter, "192.0.2.2", 10)).isEqualTo(10);
        assertThat(passed(filter, "2001:db8::1", 6) + passed(filter, "2001:db8::2", 6))
                .isEqualTo(10);
    }

    @Test
    void what_is_beyond_it_is_told_when_to_come_back_and_only_counted() {
        passed(filter, "192.0.2.1", 10);

        Respond respond = (Respond) filter.judge(from("192.0.2.1"));

        assertThat(respond.response().status()).isEqualTo(429);
        assertThat(respond.response().fields().get(0).value()).isEqualTo("retry after PT1S");
        assertThat(respond.event()).isNull();
        assertThat(trail.aggregated).hasSize(1);
    }

    @Test
    void what_was_spent_stays_spent_under_another_rate() {
        passed(filter, "192.0.2.1", 10);

        assertThat(passed(filter(new Rate(20, Duration.ofSeconds(10))), "192.0.2.1", 20))
                .isZero();
        exchanges.time.pass(Duration.ofSeconds(5));
        assertThat(passed(filter(new Rate(20, Duration.ofSeconds(10))), "192.0.2.1", 20))
                .isEqualTo(10);
    }

    @Test
    void a_shorter_rate_asks_for_no_longer_a_wait_than_its_own() {
        passed(filter(new Rate(10, Duration.ofHours(1))), "192.0.2.1", 10);
        RateLimitFilter shorter = filter(new Rate(10, Duration.ofSeconds(1)));

        assertThat(passed(shorter, "192.0.2.1", 1)).isZero();
        exchanges.time.pass(Duration.ofSeconds(1));
        assertThat(passed(shorter, "192.0.2.1", 20)).isPositive();
    }

    @Test
    void no_rate_is_no_limit() {
        assertThat(passed(filter(null), "192.0.2.1", 10_000)).isEqualTo(10_000);
    }
}
