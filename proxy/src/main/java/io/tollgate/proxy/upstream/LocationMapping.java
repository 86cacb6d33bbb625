package io.tollgate.proxy.upstream;

import io.tollgate.config.EndpointUrl;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.ResponseFilter;
import io.tollgate.filters.http.ResponseHead;
import io.tollgate.filters.routing.Target;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Maps an application's absolute {@code Location} to how the client sees it: the application thinks it is asked by http.
 * What is relative, empty or of another host passes. Stateless.
 */
public final class LocationMapping implements ResponseFilter {
    @Override
    public void amend(Exchange exchange, ResponseHead response) {
        if (exchange.route().target() instanceof Target.Upstream
                && response.original().has("location")) {
            response.mapEach("location", value -> mapped(exchange, value));
        }
    }

    private static @Nullable String mapped(Exchange exchange, @Nullable String value) {
        if (value == null || !value.regionMatches(true, 0, "http://", 0, 7)) {
            return value;
        }
        int end = 7;
        while (end < value.length() && "/?#".indexOf(value.charAt(end)) < 0) {
            end++;
        }
        String authority = value.substring(7, end).toLowerCase(Locale.ROOT);
        String asked = exchange.head().fields().first("host");
        if (asked == null || !isOurs(exchange, authority, asked.toLowerCase(Locale.ROOT))) {
            return value;
        }
        return exchange.arrival().scheme() + "://" + asked + value.substring(end);
    }

    /** The host that was asked for, with its port, port 80, an endpoint's port or none; or an endpoint itself. */
    private static boolean isOurs(Exchange exchange, String authority, String asked) {
        String host = exchange.route().host();
        if (authority.equals(asked) || authority.equals(host) || authority.equals(host + ":80")) {
            return true;
        }
        for (EndpointUrl endpoint : exchange.route().app().config().upstream().endpoints()) {
            String own = endpoint.authority();
            if (authority.equals(own)
                    || authority.equals(host + ":" + endpoint.port())
                    || (endpoint.port() == 80 && own.equals(authority + ":80"))) {
                return true;
            }
        }
        return false;
    }
}
