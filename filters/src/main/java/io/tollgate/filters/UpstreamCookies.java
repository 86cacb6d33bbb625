package io.tollgate.filters;

import io.tollgate.config.AppConfig;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Passage;
import io.tollgate.filters.http.CookieHeader;
import io.tollgate.filters.http.CookieSpelling;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.session.AppCookies;
import io.tollgate.filters.session.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Says which cookies of a request an app gets: none of the gateway's, and none that carries another user's session. Safe for
 * use by any event loop.
 */
public final class UpstreamCookies {
    private final AppCookies owners;

    public UpstreamCookies(AppCookies owners) {
        this.owners = owners;
    }

    /**
     * What Cookie field {@code i} of the request says to the upstream.
     *
     * @return null where nothing is left of it; the field's own value where nothing goes
     */
    public @Nullable String forUpstream(Exchange exchange, int i) {
        AppConfig app = exchange.route().app().config();
        String userId = owner(exchange);
        return CookieHeader.forUpstream(
                exchange.head().fields(),
                i,
                (name, value) -> !isAppCookie(app, name) || owners.mayForward(app.name(), name, value, userId));
    }

    /** Whose cookies the app gets; null for nobody's only. */
    private static @Nullable String owner(Exchange exchange) {
        Passage passage = exchange.passage();
        if (passage != null && passage.isAnonymous()) {
            return passage.cookieOwner();
        }
        return exchange.caller() instanceof Caller.Known known ? known.cookieOwner() : null;
    }

    /** Those that came with a request by which somebody logged in are theirs from now on. */
    public void claim(Exchange exchange, String owner) {
        AppConfig app = exchange.route().app().config();
        HeaderFields fields = exchange.head().fields();
        for (int i = fields.find("cookie", 0); i >= 0; i = fields.find("cookie", i + 1)) {
            CookieHeader.forUpstream(
                    fields,
                    i,
                    (name, value) -> !isAppCookie(app, name) || owners.mayForward(app.name(), name, value, owner));
        }
    }

    /** By the name as it came, or as a platform that decodes it has it. */
    private static boolean isAppCookie(AppConfig app, String name) {
        return app.isAppCookie(name) || app.isAppCookie(CookieSpelling.name(name));
    }
}
