package io.tollgate.filters;

import io.tollgate.filters.http.HeaderFields;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Finds our own cookie among those of a request, in the bytes as they came (RFC 6265 section 4.2). Stateless. */
final class TokenCookie {
    private TokenCookie() {}

    /**
     * The value of the one cookie of this name; null where there is none, and where there are two: then somebody else may
     * have put one of them there, and neither is believed.
     */
    static @Nullable String find(HeaderFields fields, String name) {
        int start = -1;
        int end = -1;
        byte[] bytes = fields.bytes();
        for (int i = fields.find("cookie", 0); i >= 0; i = fields.find("cookie", i + 1)) {
            int limit = fields.valueEnd(i);
            for (int at = fields.valueStart(i); at < limit; ) {
                int next = indexOf(bytes, ';', at, limit);
                int value = valueOf(bytes, at, next, name);
                if (value >= 0) {
                    if (start >= 0) {
                        return null;
                    }
                    start = value;
                    end = trimmed(bytes, value, next);
                }
                at = next + 1;
            }
        }
        return start < 0 ? null : new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** Where the value starts if this pair has the name; -1 if it has not. */
    private static int valueOf(byte[] bytes, int from, int to, String name) {
        int at = from;
        while (at < to && isBlank(bytes[at])) {
            at++;
        }
        int end = at + name.length();
        if (end > to) {
            return -1;
        }
        for (int i = 0; i < name.length(); i++) {
            if (bytes[at + i] != name.charAt(i)) {
                return -1;
            }
        }
        while (end < to && isBlank(bytes[end])) {
            end++;
        }
        return end < to && bytes[end] == '=' ? end + 1 : -1;
    }

    private static int indexOf(byte[] bytes, char wanted, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    private static int trimmed(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && isBlank(bytes[end - 1])) {
            end--;
        }
        return end;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
