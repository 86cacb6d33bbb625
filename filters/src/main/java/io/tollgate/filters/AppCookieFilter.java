package io.tollgate.filters;

import io.tollgate.config.AppConfig;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.ResponseFilter;
import io.tollgate.filters.http.CookieHeader;
import io.tollgate.filters.http.ResponseHead;
import io.tollgate.filters.http.SetCookie;
import io.tollgate.filters.session.AppCookies;
import io.tollgate.filters.session.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Keeps cookies apart: an app gets none of the gateway's and none of another user's, and can't set one in the gateway's
 * name. Safe for use by any event loop.
 */
public final class AppCookieFilter implements ResponseFilter {
    private final AppCookies owners;

    public AppCookieFilter(AppCookies owners) {
        this.owners = owners;
    }

    /** Notes whose the app's own session cookies are, and takes out what is set in our name. */
    @Override
    public void amend(Exchange exchange, ResponseHead response) {
        var fields = response.original();
        AppConfig app = exchange.route().app().config();
        for (int i = fields.find("set-cookie", 0); i >= 0; i = fields.find("set-cookie", i + 1)) {
            SetCookie cookie = SetCookie.parse(fields.value(i));
            if (cookie.isOurs()) {
                response.remove(i);
            } else if (!cookie.value().isEmpty() && app.isAppCookie(cookie.name())) {
                owners.issued(app.name(), cookie.name(), cookie.value(), userId(exchange));
            }
        }
    }

    /**
     * What Cookie field {@code i} of the request says to the upstream.
     *
     * @return null where nothing is left of it
     */
    public @Nullable String forUpstream(Exchange exchange, int i) {
        AppConfig app = exchange.route().app().config();
        return CookieHeader.forUpstream(
                exchange.head().fields(),
                i,
                (name, value) ->
                        !app.isAppCookie(name) || owners.mayForward(app.name(), name, value, userId(exchange)));
    }

    private static @Nullable String userId(Exchange exchange) {
        return exchange.caller() instanceof Caller.Known known ? known.user().id() : null;
    }
}
