package io.tollgate.filters.http;

import org.jspecify.annotations.Nullable;

/**
 * The attributes of a Set-Cookie field (RFC 6265 section 4.1.2, RFC 6265bis section 4.1.2.7). Stateless. What an app wrote
 * stays as it is; what is missing is added behind it.
 */
public final class CookieAttributes {
    private CookieAttributes() {}

    /**
     * The field with what keeps a cookie from travelling in the clear or along with what other sites post; one that
     * carries an app's session is out of reach of scripts, too.
     *
     * @return null where no browser would take it: it has control characters
     */
    public static @Nullable String hardened(String field, boolean isSession) {
        if (field.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
            return null;
        }
        return field
                + (has(field, "secure") ? "" : "; Secure")
                + (has(field, "samesite") ? "" : "; SameSite=Lax")
                + (isSession && !has(field, "httponly") ? "; HttpOnly" : "");
    }

    /** Whether the cookie is taken back rather than set: its value is nobody's. */
    public static boolean isTakenBack(String field) {
        String age = value(field, "max-age");
        return age != null && (age.startsWith("-") || age.equals("0"));
    }

    private static boolean has(String field, String name) {
        return value(field, name) != null;
    }

    private static @Nullable String value(String field, String name) {
        int start = field.indexOf(';') + 1;
        while (start > 0) {
            int next = field.indexOf(';', start);
            String attribute = next < 0 ? field.substring(start) : field.substring(start, next);
            int equals = attribute.indexOf('=');
            String own = equals < 0 ? attribute : attribute.substring(0, equals);
            if (own.strip().equalsIgnoreCase(name)) {
                return equals < 0 ? "" : attribute.substring(equals + 1).strip();
            }
            start = next + 1;
        }
        return null;
    }
}
