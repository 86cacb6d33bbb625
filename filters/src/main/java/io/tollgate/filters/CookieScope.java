package io.tollgate.filters;

import io.tollgate.config.AppConfig;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.http.CookieAttributes;
import io.tollgate.filters.http.HostText;
import java.util.Locale;

/**
 * Maps where a cookie goes, {@code Domain} and {@code Path}, to what it means to the client (RFC 6265 sections 5.1.3 and 5.1.4).
 * Stateless.
 *
 * <p>A Domain that names the upstream, which no browser would take from here, goes: the cookie is then the host's. A Path
 * above an app that shares its host with others becomes the app's path, so that neither gets the other's cookies.
 */
final class CookieScope {
    private static final String DOMAIN = "domain";
    private static final String PATH = "path";

    private CookieScope() {}

    /** The field with both mapped; the same object where nothing changes. */
    static String mapped(Exchange exchange, String name, String field) {
        String mapped = CookieAttributes.without(field, DOMAIN, domain -> isInternal(exchange, domain));
        String path = exchange.route().app().config().path();
        boolean isFree = path.length() > 1 && !name.regionMatches(true, 0, "__host-", 0, 7);
        if (!isFree || isBelow(effectivePath(exchange, mapped), path)) {
            return mapped;
        }
        return CookieAttributes.without(mapped, PATH, any -> true) + "; Path=" + path;
    }

    private static String effectivePath(Exchange exchange, String field) {
        String path = CookieAttributes.last(field, PATH);
        if (path != null && path.startsWith("/")) {
            return path;
        }
        String target =
                exchange.readings().raw().substring(0, exchange.readings().pathEnd());
        return target.substring(0, Math.max(1, target.lastIndexOf('/')));
    }

    private static boolean isBelow(String path, String prefix) {
        return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }

    private static boolean isInternal(Exchange exchange, String value) {
        String domain = (value.startsWith(".") ? value.substring(1) : value).toLowerCase(Locale.ROOT);
        AppConfig app = exchange.route().app().config();
        String client = HostText.normalised(UrlMapping.authority(exchange));
        if (domain.isEmpty() || (client != null && covers(domain, client))) {
            return false;
        }
        return covers(domain, exchange.route().host())
                || app.upstream().endpoints().stream().anyMatch(endpoint -> covers(domain, endpoint.host()));
    }

    private static boolean covers(String domain, String host) {
        return host.equals(domain) || host.endsWith("." + domain);
    }
}
