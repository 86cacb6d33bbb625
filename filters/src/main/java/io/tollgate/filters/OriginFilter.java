package io.tollgate.filters;

import io.tollgate.config.ExternalOrigin;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Refusals;
import io.tollgate.filters.chain.RequestFilter;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.routing.Target;
import io.tollgate.filters.session.Caller;
import java.util.List;
import java.util.Locale;

/**
 * Refuses what another site's page sends in a person's name: unsafe methods and upgrades with a session, and whatever is
 * posted to the gateway's own pages, or to an app with its own login, so that nobody is logged in as somebody else either. Safe for use by any event loop.
 */
public final class OriginFilter implements RequestFilter {
    private final Refusals refusals;
    private final Refuser refuser;

    public OriginFilter(Refusals refusals, AuditTrail audit) {
        this.refusals = refusals;
        this.refuser = new Refuser(audit);
    }

    @Override
    public Verdict judge(Exchange exchange) {
        RequestHead head = exchange.head();
        if (head.isSafeMethod() && !head.isUpgrade()) {
            return Verdict.Pass.PASS;
        }
        boolean isOwnPage = exchange.route().target() instanceof Target.Own;
        boolean hasLogin = exchange.route().app().config().login() != null;
        boolean isAsked = isOwnPage || hasLogin || exchange.caller() != Caller.Nobody.NOBODY;
        if (!isAsked || isFromHere(exchange, isOwnPage)) {
            return Verdict.Pass.PASS;
        }
        return refuser.refuse(exchange, "origin", null, refusals.denied(exchange, "origin"));
    }

    private static boolean isFromHere(Exchange exchange, boolean isOwnPage) {
        HeaderFields fields = exchange.head().fields();
        String origin = fields.first("origin");
        if (!isOwnPage && origin != null && fields.occurrences("origin") == 1 && isDeclared(exchange, origin)) {
            return true;
        }
        int site = fields.find("sec-fetch-site", 0);
        if (site >= 0) {
            boolean isOnce = fields.find("sec-fetch-site", site + 1) < 0;
            return isOnce && (fields.hasValue(site, "same-origin") || fields.hasValue(site, "none"));
        }
        return origin == null || (fields.occurrences("origin") == 1 && isHost(exchange, origin));
    }

    private static boolean isDeclared(Exchange exchange, String origin) {
        List<String> declared = exchange.route().app().config().origins();
        return !declared.isEmpty() && declared.contains(withoutDefaultPort(origin.toLowerCase(Locale.ROOT)));
    }

    /** Whether the origin is the host as the client sent it, port included (RFC 6454 section 7), or {@code external}. */
    static boolean isHost(Exchange exchange, String origin) {
        String host = UrlMapping.asked(exchange);
        ExternalOrigin external = exchange.route().app().config().reach().external();
        String bare = withoutDefaultPort(origin.toLowerCase(Locale.ROOT));
        return (external != null && bare.equals(external.toString()))
                || (!host.isEmpty()
                        && bare.equals(withoutDefaultPort(
                                exchange.arrival().scheme() + "://" + host.toLowerCase(Locale.ROOT))));
    }

    private static String withoutDefaultPort(String origin) {
        String port = origin.startsWith("https://") ? ":443" : ":80";
        return origin.endsWith(port) ? origin.substring(0, origin.length() - port.length()) : origin;
    }
}
