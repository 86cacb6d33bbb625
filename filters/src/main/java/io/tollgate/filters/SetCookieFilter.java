package io.tollgate.filters;

import io.tollgate.config.AppConfig;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.ResponseFilter;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.ResponseHead;
import io.tollgate.filters.routing.Target;
import io.tollgate.filters.session.AppCookies;
import io.tollgate.filters.session.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sees the cookies that an app sets: whose its session is, that none travels in the clear or to other sites, and that
 * none takes our own names. Safe for use by any event loop.
 *
 * <p>The app's own words stay as they are and in their order; attributes are added behind them (RFC 6265 section 4.1).
 */
public final class SetCookieFilter implements ResponseFilter {
    /** The beginning of the names that are ours, in lower case: some agents don't mind the case. */
    private static final String OURS = "__host-tollgate";

    private static final String NAME = "set-cookie";

    private final AppCookies owners;

    public SetCookieFilter(AppCookies owners) {
        this.owners = owners;
    }

    @Override
    public void amend(Exchange exchange, ResponseHead response) {
        HeaderFields fields = response.original();
        int first = fields.find(NAME, 0);
        if (first < 0 || !(exchange.route().target() instanceof Target.Upstream)) {
            return;
        }
        List<String> amended = new ArrayList<>(4);
        for (int i = first; i >= 0; i = fields.find(NAME, i + 1)) {
            if (!response.isRemoved(i)) {
                String cookie = amended(exchange, fields.value(i));
                if (cookie != null) {
                    amended.add(cookie);
                }
                response.remove(i);
            }
        }
        amended.forEach(cookie -> response.add(NAME, cookie));
    }

    /** The cookie as it goes on; null where it does not. */
    private @Nullable String amended(Exchange exchange, String cookie) {
        int end = cookie.indexOf(';');
        String pair = end < 0 ? cookie : cookie.substring(0, end);
        int equals = pair.indexOf('=');
        String name = equals < 0 ? "" : pair.substring(0, equals).strip();
        String value = pair.substring(equals + 1).strip();
        // A cookie without a name is sent back as its value alone, which may look like a name and a value.
        String shown = name.isEmpty() ? value : name;
        if (shown.toLowerCase(Locale.ROOT).startsWith(OURS) || hasControls(cookie)) {
            return null;
        }
        String attributes = end < 0 ? "" : cookie.substring(end + 1);
        AppConfig app = exchange.route().app().config();
        boolean isSession = app.isAppCookie(name);
        if (isSession && !value.isEmpty() && !isGone(attributes)) {
            owners.issued(app.name(), name, unquoted(value), userId(exchange));
        }
        return cookie
                + (has(attributes, "secure") ? "" : "; Secure")
                + (has(attributes, "samesite") ? "" : "; SameSite=Lax")
                + (isSession && !has(attributes, "httponly") ? "; HttpOnly" : "");
    }

    private static @Nullable String userId(Exchange exchange) {
        return exchange.caller() instanceof Caller.Known known ? known.user().id() : null;
    }

    /** Whether the cookie is taken back rather than set: its value is nobody's. */
    private static boolean isGone(String attributes) {
        String age = value(attributes, "max-age");
        return age != null && (age.startsWith("-") || age.equals("0"));
    }

    private static boolean has(String attributes, String lowerCaseName) {
        return value(attributes, lowerCaseName) != null;
    }

    private static @Nullable String value(String attributes, String lowerCaseName) {
        for (String attribute : attributes.split(";", -1)) {
            int equals = attribute.indexOf('=');
            String name = equals < 0 ? attribute : attribute.substring(0, equals);
            if (name.strip().equalsIgnoreCase(lowerCaseName)) {
                return equals < 0 ? "" : attribute.substring(equals + 1).strip();
            }
        }
        return null;
    }

    private static String unquoted(String value) {
        boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return isQuoted ? value.substring(1, value.length() - 1) : value;
    }

    /** No browser takes a cookie with one (RFC 6265bis section 5.6), and no field of ours carries one. */
    private static boolean hasControls(String cookie) {
        return cookie.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f);
    }
}
