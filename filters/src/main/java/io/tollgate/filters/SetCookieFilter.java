package io.tollgate.filters;

import io.tollgate.config.AppConfig;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Passage;
import io.tollgate.filters.chain.ResponseFilter;
import io.tollgate.filters.chain.Welcome;
import io.tollgate.filters.http.CookieAttributes;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.ResponseHead;
import io.tollgate.filters.http.SetCookie;
import io.tollgate.filters.routing.Target;
import io.tollgate.filters.session.AppCookies;
import io.tollgate.filters.session.Caller;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sees the cookies that an app sets: whose its session is, that none travels in the clear or to other sites, and that none
 * takes our own names. Safe for use by any event loop.
 *
 * <p>The app's own words stay as they are and in their order, but for where the cookie goes (see {@link CookieScope});
 * attributes are added behind them (RFC 6265 section 4.1).
 */
public final class SetCookieFilter implements ResponseFilter {
    private static final String SET_COOKIE = "set-cookie";

    private final AppCookies owners;

    public SetCookieFilter(AppCookies owners) {
        this.owners = owners;
    }

    @Override
    public void amend(Exchange exchange, ResponseHead response) {
        HeaderFields fields = response.original();
        Welcome welcome = exchange.welcome();
        if (welcome != null) {
            welcome.cookies().forEach(cookie -> response.add(SET_COOKIE, cookie));
        }
        if (!fields.has(SET_COOKIE) || !(exchange.route().target() instanceof Target.Upstream)) {
            return;
        }
        List<String> amended = new ArrayList<>(4);
        for (int i = fields.find(SET_COOKIE, 0); i >= 0; i = fields.find(SET_COOKIE, i + 1)) {
            if (!response.isRemoved(i)) {
                String cookie = amended(exchange, fields.value(i));
                if (cookie != null) {
                    amended.add(cookie);
                }
                response.remove(i);
            }
        }
        amended.forEach(cookie -> response.add(SET_COOKIE, cookie));
    }

    /** The field as it goes on; null where it does not. */
    private @Nullable String amended(Exchange exchange, String field) {
        SetCookie cookie = SetCookie.parse(field);
        if (cookie.isOurs()) {
            return null;
        }
        AppConfig app = exchange.route().app().config();
        boolean isSession = app.isAppCookie(cookie.name());
        if (isSession && !cookie.value().isEmpty() && !CookieAttributes.isTakenBack(field)) {
            owners.issued(app.name(), cookie.name(), cookie.value(), userId(exchange));
        }
        String hardened = CookieAttributes.hardened(field, isSession);
        return hardened == null ? null : CookieScope.mapped(exchange, cookie.name(), hardened);
    }

    private static @Nullable String userId(Exchange exchange) {
        Welcome welcome = exchange.welcome();
        if (welcome != null) {
            return welcome.cookieOwner();
        }
        Passage passage = exchange.passage();
        boolean isAnonymous = passage != null && passage.isAnonymous();
        return !isAnonymous && exchange.caller() instanceof Caller.Known known ? known.cookieOwner() : null;
    }
}
