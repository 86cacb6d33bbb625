package io.tollgate.filters;

import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.ResponseFilter;
import io.tollgate.filters.http.ResponseHead;
import io.tollgate.filters.routing.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Adds what browsers are told about the gateway: HTTPS only (RFC 6797) on every answer, the rest on its own pages. What an
 * app says for itself stays as it is. Safe for use by any event loop.
 */
public final class SecurityHeadersFilter implements ResponseFilter {
    private final @Nullable String hsts;

    /** {@code hsts} zero for none. */
    public SecurityHeadersFilter(Duration hsts) {
        this.hsts = hsts.isZero() ? null : "max-age=" + hsts.toSeconds();
    }

    @Override
    public void amend(Exchange exchange, ResponseHead response) {
        if (hsts != null
                && exchange.arrival().scheme().equals("https")
                && isName(exchange.route().host())) {
            response.setIfAbsent("strict-transport-security", hsts);
        }
        if (isOwn(exchange)) {
            response.setIfAbsent("x-content-type-options", "nosniff");
            response.setIfAbsent("x-frame-options", "DENY");
            response.setIfAbsent(
                    "referrer-policy", "same-origin"); // no-referrer would make the login form's Origin null
            response.setIfAbsent("cross-origin-resource-policy", "same-origin");
        }
    }

    /** Without a permit nothing came from an upstream. */
    private static boolean isOwn(Exchange exchange) {
        return exchange.permit() == null || exchange.route().target() instanceof Target.Own;
    }

    /** Browsers ignore it for addresses (RFC 6797 section 8.1.1); for localhost it would hit every other program there. */
    private static boolean isName(String host) {
        if (host.startsWith("[") || host.equals("localhost") || host.endsWith(".localhost")) {
            return false;
        }
        char last = host.charAt(host.length() - 1);
        return last < '0' || last > '9'; // No top-level domain ends in a digit; every IPv4 address does.
    }
}
