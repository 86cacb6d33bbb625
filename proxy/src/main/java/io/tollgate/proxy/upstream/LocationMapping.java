package io.tollgate.proxy.upstream;

import io.tollgate.filters.UrlMapping;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.ResponseFilter;
import io.tollgate.filters.http.ResponseHead;
import io.tollgate.filters.routing.Target;
import org.jspecify.annotations.Nullable;

/**
 * Maps where an application's answer leads, {@code Location}, {@code Content-Location} and {@code Refresh}, to how the client
 * sees it: the application thinks it is asked by http. What is relative, empty or of another host passes. Stateless.
 */
public final class LocationMapping implements ResponseFilter {
    @Override
    public void amend(Exchange exchange, ResponseHead response) {
        if (!(exchange.route().target() instanceof Target.Upstream)) {
            return;
        }
        map(exchange, response, "location");
        map(exchange, response, "content-location");
        if (response.original().has("refresh")) {
            response.mapEach("refresh", value -> value == null ? null : refresh(exchange, value));
        }
    }

    private static void map(Exchange exchange, ResponseHead response, String name) {
        if (response.original().has(name)) {
            response.mapEach(name, value -> mapped(exchange, value));
        }
    }

    private static @Nullable String mapped(Exchange exchange, @Nullable String value) {
        return value == null ? null : UrlMapping.toClient(exchange, value);
    }

    /**
     * {@code 5; url=http://...}, with {@code ,} for {@code ;}, without {@code url=}, and with the URL in quotes: as browsers
     * read it (HTML, "shared declarative refresh steps").
     */
    private static String refresh(Exchange exchange, String value) {
        int start = startOfUrl(value);
        if (start >= value.length()) {
            return value;
        }
        char quote = value.charAt(start);
        boolean isQuoted = quote == '"' || quote == '\'';
        int from = isQuoted ? start + 1 : start;
        int close = isQuoted ? value.indexOf(quote, from) : -1;
        int end = close < 0 ? value.length() : close;
        return value.substring(0, from)
                + UrlMapping.toClient(exchange, value.substring(from, end))
                + value.substring(end);
    }

    private static int startOfUrl(String value) {
        int at = skip(value, 0, "0123456789. \t");
        if (at < value.length() && (value.charAt(at) == ';' || value.charAt(at) == ',')) {
            at = skip(value, at + 1, " \t");
        }
        if (value.regionMatches(true, at, "url", 0, 3)) {
            int equals = skip(value, at + 3, " \t");
            if (equals < value.length() && value.charAt(equals) == '=') {
                return skip(value, equals + 1, " \t");
            }
        }
        return at;
    }

    private static int skip(String value, int from, String characters) {
        int at = from;
        while (at < value.length() && characters.indexOf(value.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}
