package io.tollgate.filters;

import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.ResponseFilter;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.ResponseHead;
import io.tollgate.filters.routing.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Adds what browsers are told about the gateway: HTTPS only (RFC 6797) on every answer, the rest on its own pages; and takes
 * out what an app says in our name. Safe for use by any event loop.
 *
 * <p>An app may ask for HTTPS for longer than we do, never for less: where it is on, {@code max-age=0} is not its to say.
 */
public final class SecurityHeadersFilter implements ResponseFilter {
    private static final String HSTS = "strict-transport-security";
    private static final String OURS = "tollgate-";

    private final long seconds;
    private final @Nullable String hsts;

    /** {@code hsts} zero for none. */
    public SecurityHeadersFilter(Duration hsts) {
        this.seconds = hsts.toSeconds();
        this.hsts = hsts.isZero() ? null : "max-age=" + seconds;
    }

    @Override
    public void amend(Exchange exchange, ResponseHead response) {
        if (hsts != null
                && exchange.arrival().scheme().equals("https")
                && isName(exchange.route().host())) {
            if (isWeaker(response.original())) {
                response.remove(HSTS);
            }
            response.setIfAbsent(HSTS, hsts);
        }
        if (!isOwn(exchange)) {
            removeOurs(response);
        } else {
            response.setIfAbsent("x-content-type-options", "nosniff");
            response.setIfAbsent("x-frame-options", "DENY");
            response.setIfAbsent(
                    "referrer-policy", "same-origin"); // no-referrer would make the login form's Origin null
            response.setIfAbsent("cross-origin-resource-policy", "same-origin");
        }
    }

    /** Whether the app asks for HTTPS for less time than we do, or says it in a way that browsers read differently. */
    private boolean isWeaker(HeaderFields fields) {
        int at = fields.find(HSTS, 0);
        return at >= 0 && (fields.find(HSTS, at + 1) >= 0 || maxAge(fields.value(at)) < seconds);
    }

    private static long maxAge(String value) {
        for (String directive : value.split(";", -1)) {
            String[] parts = directive.strip().split("=", 2);
            String age = parts.length < 2 ? "" : parts[1].strip().replace("\"", "");
            if (parts[0].strip().equalsIgnoreCase("max-age")) {
                boolean isNumber =
                        !age.isEmpty() && age.length() < 19 && age.chars().allMatch(c -> c >= '0' && c <= '9');
                return isNumber ? Long.parseLong(age) : -1;
            }
        }
        return -1;
    }

    /** {@code Tollgate-Reason} and its kin are said by us alone. */
    private static void removeOurs(ResponseHead response) {
        HeaderFields fields = response.original();
        for (int i = 0; i < fields.count(); i++) {
            if (fields.isNamedFrom(i, OURS)) {
                response.remove(i);
            }
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
