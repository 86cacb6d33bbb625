package io.tollgate.filters;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.access.Rules;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.session.AppCookies;
import io.tollgate.filters.session.Caller;
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
}
