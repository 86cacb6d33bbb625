package io.tollgate.filters;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.access.Rules;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Passage;
import io.tollgate.filters.session.AppCookies;
import io.tollgate.filters.session.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class UpstreamCookiesTest {
    private final Exchanges exchanges = new Exchanges(new Rules());

    /** Everything belongs to ada. */
    private static final class FakeOwners implements AppCookies {
        @Override
        public boolean mayForward(String app, String name, String value, String userId) {
            return "ada".equals(userId) && app.equals("billing");
        }

        @Override
        public void issued(String app, String name, String value, String userId) {
            throw new AssertionError("nothing was issued");
        }
    }

    private String upstream(Caller caller) {
        Exchange exchange = exchanges.exchange(
                "GET", "/x", "Cookie", "lang=en; jsessionid=s1; __Host-tollgate=t; ASPSESSIONIDXYZ=s2");
        exchange.authenticated(caller);
        return new UpstreamCookies(new FakeOwners()).forUpstream(exchange, 0);
    }

    @Test
    void the_apps_own_session_goes_upstream_for_its_owner_alone() {
        assertThat(upstream(exchanges.known("ada"))).isEqualTo("lang=en; jsessionid=s1; ASPSESSIONIDXYZ=s2");
        assertThat(upstream(exchanges.known("bob"))).isEqualTo("lang=en");
        assertThat(upstream(exchanges.locked("ada")))
                .as("locked counts as nobody")
                .isEqualTo("lang=en");
        assertThat(upstream(Caller.Nobody.NOBODY)).isEqualTo("lang=en");
    }

    @Test
    void a_login_at_the_app_makes_the_cookies_that_came_with_it_its_users_and_goes_with_nobodys() {
        Exchange exchange = exchanges.exchange("POST", "/login", "Cookie", "lang=en; jsessionid=s1");
        exchange.authenticated(exchanges.known("ada"));
        exchange.passing(new Passage(Set.of(), true, null, null));
        List<String> claimed = new ArrayList<>();
        UpstreamCookies cookies = new UpstreamCookies(new AppCookies() {
            @Override
            public boolean mayForward(String app, String name, String value, String userId) {
                claimed.add(name + "=" + value + " to " + userId);
                return userId == null;
            }

            @Override
            public void issued(String app, String name, String value, String userId) {
                throw new AssertionError("nothing was issued");
            }
        });
        cookies.forUpstream(exchange, 0);
        cookies.claim(exchange, "bob");
        assertThat(claimed).containsExactly("jsessionid=s1 to null", "jsessionid=s1 to bob");
    }
}
