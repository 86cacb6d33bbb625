package io.tollgate.filters.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a Host field or :authority (RFC 9110 section 7.2). Stateless. */
public final class HostText {
    private static final int LONGEST = 255;

    private HostText() {}

    /**
     * The host to compare by: lower case, without port and without the dot that ends a full name.
     *
     * @return null where it is none: empty, with user, path or blanks, or a port that is no number up to 65535
     */
    public static @Nullable String normalised(String host) {
        int colon = portColon(host);
        String name = colon < 0 ? host : host.substring(0, colon);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        boolean isName = !name.isEmpty() && name.length() <= LONGEST && (isBracketed(name) || isRegName(name));
        return isName && (colon < 0 || isPort(host.substring(colon + 1))) ? name.toLowerCase(Locale.ROOT) : null;
    }

    private static int portColon(String host) {
        int bracket = host.lastIndexOf(']');
        return host.indexOf(':', bracket + 1);
    }

    private static boolean isPort(String digits) {
        if (digits.length() > 5) {
            return false;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return false;
            }
        }
        return digits.isEmpty() || Integer.parseInt(digits) <= 65_535;
    }

    private static boolean isBracketed(String name) {
        if (!name.startsWith("[") || !name.endsWith("]") || name.length() < 4) {
            return false;
        }
        for (int i = 1; i < name.length() - 1; i++) {
            char c = name.charAt(i);
            if (PercentDecoding.hex(c) < 0 && c != ':' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isRegName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isAllowed = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || (c == '.' && i > 0 && name.charAt(i - 1) != '.');
            if (!isAllowed) {
                return false;
            }
        }
        return true;
    }
}
