package io.tollgate.filters;

import io.tollgate.config.AppConfig;
import io.tollgate.config.EndpointUrl;
import io.tollgate.config.ExternalOrigin;
import io.tollgate.config.UpstreamConfig;
import io.tollgate.config.UpstreamScheme;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.http.HeaderFields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Translates URLs between how clients see an app and how it sees itself: they by HTTPS at the listener or at {@code external},
 * it by HTTP at its endpoints or under the Host that it is told. Stateless.
 *
 * <p>Only scheme and authority change. What is relative, empty or somebody else's passes as it is.
 */
public final class UrlMapping {
    private UrlMapping() {}

    /** Host and port that the client names: what the app is told, too. Empty where the request names none. */
    public static String asked(Exchange exchange) {
        HeaderFields fields = exchange.head().fields();
        String host = fields.first("host");
        String authority = host == null ? fields.first(":authority") : host;
        return authority == null ? "" : authority;
    }

    /** The same as clients see it: {@code external} where that is declared. */
    public static String authority(Exchange exchange) {
        ExternalOrigin external = external(exchange);
        return external == null ? asked(exchange) : external.authority();
    }

    /** The scheme by which clients see the app. */
    public static String scheme(Exchange exchange) {
        return external(exchange) == null ? exchange.arrival().scheme() : "https";
    }

    private static @Nullable ExternalOrigin external(Exchange exchange) {
        return exchange.route().app().config().reach().external();
    }

    /** A URL that the app wrote, as the client has to see it; the same object where nothing changes. */
    public static String toClient(Exchange exchange, String url) {
        Url read = Url.parse(url);
        if (read == null || !isOfApp(exchange, read)) {
            return url;
        }
        return scheme(exchange) + "://" + authority(exchange) + read.rest();
    }

    /** A URL of this app that a client wrote, as the app has to see it; the same object where nothing changes. */
    public static String toApp(Exchange exchange, String url) {
        Url read = Url.parse(url);
        if (read == null || !isFront(exchange, read)) {
            return url;
        }
        return appScheme(exchange.route().app().config().upstream()) + "://" + asked(exchange) + read.rest();
    }

    /** What follows the authority of a URL by which clients name this app's host; null where it names another. */
    static @Nullable String restOnThisHost(Exchange exchange, String url) {
        Url read = Url.parse(url);
        return read == null || !isFront(exchange, read) ? null : read.rest();
    }

    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    private static String appScheme(UpstreamConfig upstream) {
        return upstream.scheme() == UpstreamScheme.HTTPS ? "https" : "http";
    }

    /** Whether this is how clients see the app, or reach the listener. */
    private static boolean isFront(Exchange exchange, Url url) {
        Url asked = Url.of(exchange.arrival().scheme(), asked(exchange));
        ExternalOrigin external = external(exchange);
        boolean isExternal = external != null && url.isAt("https", external.host(), external.port());
        return isExternal || (asked != null && url.isAt(asked.scheme(), asked.host(), asked.port()));
    }

    private static boolean isOfApp(Exchange exchange, Url url) {
        AppConfig app = exchange.route().app().config();
        Url asked = Url.of(exchange.arrival().scheme(), asked(exchange));
        ExternalOrigin external = app.reach().external();
        boolean isHost = (asked != null && url.host().equals(asked.host()))
                || (external != null && url.host().equals(external.host()));
        if (isHost && isPortOfApp(url, app, asked)) {
            return true;
        }
        for (EndpointUrl endpoint : app.upstream().endpoints()) {
            if (url.port() == endpoint.port() && url.host().equals(bracketed(endpoint.host()))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the app means itself by this port: that of an endpoint, HTTP's own, or, as it thinks that it is asked by http,
     * the one that the client named.
     */
    private static boolean isPortOfApp(Url url, AppConfig app, @Nullable Url asked) {
        ExternalOrigin external = app.reach().external();
        boolean isPlain = url.scheme().equals("http");
        boolean isAsked = asked != null && url.port() == asked.port();
        return url.port() == 80
                || app.upstream().endpoints().stream().anyMatch(endpoint -> endpoint.port() == url.port())
                || (isAsked && (isPlain || external != null))
                || (isPlain && (url.port() == 443 || (external != null && url.port() == external.port())));
    }

    /**
     * An absolute URL taken apart; without a scheme ({@code //host/}) it counts as https, as clients take it.
     *
     * @param host lower case, IPv6 in brackets
     * @param port the scheme's own where none is written
     * @param rest from the path on, possibly empty
     */
    private record Url(String scheme, String host, int port, String rest) {
        static @Nullable Url parse(String url) {
            boolean isPlain = url.regionMatches(true, 0, "http://", 0, 7);
            boolean isSchemeless = url.startsWith("//");
            if (!isPlain && !isSchemeless && !url.regionMatches(true, 0, "https://", 0, 8)) {
                return null;
            }
            String scheme = isPlain ? "http" : "https";
            int start = isSchemeless ? 2 : scheme.length() + 3;
            int end = start;
            while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
                end++;
            }
            Url read = of(scheme, url.substring(start, end));
            return read == null ? null : new Url(scheme, read.host, read.port, url.substring(end));
        }

        static @Nullable Url of(String scheme, String authority) {
            int colon = authority.indexOf(':', authority.lastIndexOf(']') + 1);
            String host = colon < 0 ? authority : authority.substring(0, colon);
            String port = colon < 0 ? "" : authority.substring(colon + 1);
            if (host.isEmpty() || port.length() > 5 || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return null;
            }
            int number = port.isEmpty() ? (scheme.equals("https") ? 443 : 80) : Integer.parseInt(port);
            return new Url(scheme, host.toLowerCase(Locale.ROOT), number, "");
        }

        boolean isAt(String otherScheme, String otherHost, int otherPort) {
            return scheme.equals(otherScheme) && host.equals(otherHost) && port == otherPort;
        }
    }
}
