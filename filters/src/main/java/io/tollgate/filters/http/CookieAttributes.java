package io.tollgate.filters.http;

import java.util.function.Predicate;
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

    /** The field without the attributes of this name whose value is such; the same object where there are none. */
    public static String without(String field, String lowerCaseName, Predicate<String> isSuch) {
        StringBuilder kept = null;
        int from = field.indexOf(';');
        for (int start = from; start >= 0; ) {
            int next = field.indexOf(';', start + 1);
            int end = next < 0 ? field.length() : next;
            String value = valueOf(field, start + 1, end, lowerCaseName);
            boolean isGone = value != null && isSuch.test(value);
            if (isGone && kept == null) {
                kept = new StringBuilder(field.length()).append(field, 0, start);
            } else if (!isGone && kept != null) {
                kept.append(field, start, end);
            }
            start = next;
        }
        return kept == null ? field : kept.toString();
    }

    /** The value of the last attribute of this name, which is the one that counts (RFC 6265 section 5.3); null for none. */
    public static @Nullable String last(String field, String lowerCaseName) {
        String last = null;
        for (int start = field.indexOf(';'); start >= 0; ) {
            int next = field.indexOf(';', start + 1);
            String value = valueOf(field, start + 1, next < 0 ? field.length() : next, lowerCaseName);
            last = value == null ? last : value;
            start = next;
        }
        return last;
    }

    private static @Nullable String valueOf(String field, int start, int end, String lowerCaseName) {
        int equals = field.indexOf('=', start);
        boolean isBare = equals < 0 || equals > end;
        String name = field.substring(start, isBare ? end : equals).strip();
        if (!name.equalsIgnoreCase(lowerCaseName)) {
            return null;
        }
        return isBare ? "" : field.substring(equals + 1, end).strip();
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
