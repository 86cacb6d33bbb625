package io.tollgate.filters;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.ReachConfig;
import io.tollgate.filters.access.Rules;
import io.tollgate.filters.chain.Exchange;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CookieScopeTest {
    private final Exchange alone = asked("/", "/x");
    private final Exchange shared = asked("/billing", "/billing/claims/7?x=/y");

    private static Exchange asked(String path, String target) {
        return new Exchanges(
                        Exchanges.app("root", List.of(), "/r", new Rules()),
                        Exchanges.app(
                                "billing", List.of(), path, "http://app.internal:8080", ReachConfig.USUAL, new Rules()))
                .exchange("GET", target, "Host", "billing.example");
    }

    @Test
    void a_domain_that_names_the_upstream_goes_and_the_cookie_is_the_hosts() {
        assertThat(CookieScope.mapped(alone, "a", "a=1; Domain=app.internal; HttpOnly"))
                .isEqualTo("a=1; HttpOnly");
        assertThat(CookieScope.mapped(alone, "a", "a=1; domain=.APP.internal")).isEqualTo("a=1");
        assertThat(CookieScope.mapped(alone, "a", "a=1; Domain=internal")).isEqualTo("a=1");
    }

    @Test
    void a_domain_that_covers_the_clients_host_or_is_somebody_elses_stays() {
        for (String field : List.of(
                "a=1; Domain=billing.example", "a=1; Domain=.example", "a=1; Domain=", "a=1; Domain=xapp.internal")) {
            assertThat(CookieScope.mapped(alone, "a", field)).isSameAs(field);
        }
    }

    @Test
    void a_path_above_an_app_that_shares_its_host_becomes_the_apps() {
        assertThat(CookieScope.mapped(shared, "a", "a=1; Path=/; Secure")).isEqualTo("a=1; Secure; Path=/billing");
        assertThat(CookieScope.mapped(shared, "a", "a=1; path=/billings")).isEqualTo("a=1; Path=/billing");
        assertThat(CookieScope.mapped(shared, "a", "a=1; Path=/billing/x; Path=/"))
                .as("the last one counts")
                .isEqualTo("a=1; Path=/billing");
    }

    @Test
    void a_path_at_or_below_the_app_stays() {
        for (String field : List.of("a=1; Path=/billing", "a=1; Path=/billing/x", "a=1", "a=1; Path=x")) {
            assertThat(CookieScope.mapped(shared, "a", field)).as(field).isSameAs(field);
        }
        assertThat(CookieScope.mapped(alone, "a", "a=1; Path=/")).isEqualTo("a=1; Path=/");
    }

    @Test
    void a_cookie_set_without_a_path_by_the_apps_own_root_is_given_its_path() {
        assertThat(CookieScope.mapped(asked("/billing", "/billing"), "a", "a=1"))
                .isEqualTo("a=1; Path=/billing");
    }

    @Test
    void a_cookie_whose_name_asks_for_the_whole_host_keeps_it() {
        assertThat(CookieScope.mapped(shared, "__HOST-a", "__HOST-a=1; Path=/")).isEqualTo("__HOST-a=1; Path=/");
    }
}
