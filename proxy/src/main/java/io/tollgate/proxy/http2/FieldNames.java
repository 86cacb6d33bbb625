package io.tollgate.proxy.http2;

import io.tollgate.proxy.http.Bytes;
import java.util.Arrays;

/** The names of HPACK's static table that answers have (RFC 7541 appendix A), found by their bytes. Immutable. */
final class FieldNames {
    private static final int FIRST = 18;
    private static final String[] NAMES = {
        "accept-ranges",
        "accept",
        "access-control-allow-origin",
        "age",
        "allow",
        "authorization",
        "cache-control",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-length",
        "content-location",
        "content-range",
        "content-type",
        "cookie",
        "date",
        "etag",
        "expect",
        "expires",
        "from",
        "host",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "last-modified",
        "link",
        "location",
        "max-forwards",
        "proxy-authenticate",
        "proxy-authorization",
        "range",
        "referer",
        "refresh",
        "retry-after",
        "server",
        "set-cookie",
        "strict-transport-security",
        "transfer-encoding",
        "user-agent",
        "vary",
        "via",
        "www-authenticate"
    };

    /** Where each stands in the static table, by length and first letter. */
    private static final int[][] BY_FORM = byForm();

    private FieldNames() {}

    private static int form(int length, int first) {
        return length << 5 | (first & 31);
    }

    private static int[][] byForm() {
        int[][] table = new int[32 << 5][0];
        for (int i = 0; i < NAMES.length; i++) {
            int form = form(NAMES[i].length(), NAMES[i].charAt(0));
            int[] more = Arrays.copyOf(table[form], table[form].length + 1);
            more[more.length - 1] = FIRST + i;
            table[form] = more;
        }
        return table;
    }

    /** The place of a name, in whatever letter case, in the static table; 0 where it has none. */
    static int index(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length == 0 || length >= 32) {
            return 0;
        }
        for (int index : BY_FORM[form(length, bytes[start])]) {
            if (isSpelt(bytes, start, NAMES[index - FIRST])) {
                return index;
            }
        }
        return 0;
    }

    /** The same of a text. */
    static int index(String name) {
        int length = name.length();
        if (length == 0 || length >= 32) {
            return 0;
        }
        for (int index : BY_FORM[form(length, name.charAt(0))]) {
            if (NAMES[index - FIRST].equalsIgnoreCase(name)) {
                return index;
            }
        }
        return 0;
    }

    private static boolean isSpelt(byte[] bytes, int start, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Bytes.lower(bytes[start + i]) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
