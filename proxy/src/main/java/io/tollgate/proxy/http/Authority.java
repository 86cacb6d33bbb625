package io.tollgate.proxy.http;

import io.tollgate.filters.http.HeaderFields;
import org.jspecify.annotations.Nullable;

/** Reads the host a request is for (RFC 9112 section 3.2, RFC 3986 section 3.2.2). Stateless. */
final class Authority {
    private static final int MAX_LENGTH = 255 + 6;

    private Authority() {}

    /** The one Host, which agrees with the target's where that names one. */
    static String ofRequest(HeaderFields fields, @Nullable String ofTarget) throws BadMessageException {
        int i = fields.find("host", 0);
        if (i < 0) {
            throw BadMessageException.request("host.missing", "no Host");
        }
        if (fields.find("host", i + 1) >= 0) {
            throw BadMessageException.request("host.repeated", "more than one Host");
        }
        String authority = fields.value(i);
        if (!isAuthority(authority)) {
            throw BadMessageException.request("host", "Host is not a name or address with or without a port");
        }
        if (ofTarget != null && !ofTarget.equalsIgnoreCase(authority)) {
            throw BadMessageException.request("host.target", "Host differs from the target's");
        }
        return authority;
    }

    private static boolean isAuthority(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        int end = text.charAt(0) == '[' ? addressEnd(text) : nameEnd(text);
        return end > 0 && (end == text.length() || isPort(text, end));
    }

    private static int nameEnd(String text) {
        int i = 0;
        while (i < text.length() && isNameCharacter(text.charAt(i))) {
            i++;
        }
        boolean isOdd = i == 0 || text.charAt(0) == '.' || text.contains("..");
        return isOdd ? -1 : i;
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '-'
                || c == '_';
    }

    /** The end of an IPv6 address in brackets; what is in them is only looked at for its characters. */
    private static int addressEnd(String text) {
        int i = 1;
        while (i < text.length()
                && (Bytes.hex(text.charAt(i)) >= 0 || text.charAt(i) == ':' || text.charAt(i) == '.')) {
            i++;
        }
        return i > 2 && i < text.length() && text.charAt(i) == ']' ? i + 1 : -1;
    }

    private static boolean isPort(String text, int colon) {
        int digits = text.length() - colon - 1;
        if (text.charAt(colon) != ':' || digits < 1 || digits > 5) {
            return false;
        }
        int port = 0;
        for (int i = colon + 1; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            port = port * 10 + digit;
        }
        return port > 0 && port <= 65535;
    }
}
