package io.tollgate.filters.http;

/** Finds cookies in a request's head (RFC 6265 section 4.2) without copying them. Stateless. */
public final class Cookies {
    /** What {@link #locate} answers where no cookie has the name. */
    public static final long NONE = -1;

    /** What {@link #locate} answers where several have it, or one has it in another spelling. */
    public static final long SEVERAL = -2;

    private Cookies() {}

    /**
     * Where the value of the one cookie of this name stands. Letter case, quotes and blanks make no other name: a cookie in
     * such a spelling is one too many.
     *
     * @return start and end in {@link HeaderFields#bytes()}, in the upper and lower half; or {@link #NONE}, {@link #SEVERAL}
     */
    public static long locate(HeaderFields fields, String name) {
        long found = NONE;
        byte[] bytes = fields.bytes();
        for (int i = fields.find("cookie", 0); i >= 0; i = fields.find("cookie", i + 1)) {
            int end = fields.valueEnd(i);
            for (int start = fields.valueStart(i); start < end; ) {
                int stop = indexOf(bytes, ';', start, end);
                long value = value(bytes, start, stop, name);
                if (value != NONE) {
                    found = found == NONE ? value : SEVERAL;
                }
                start = stop + 1;
            }
        }
        return found;
    }

    private static long value(byte[] bytes, int start, int end, String name) {
        int equals = indexOf(bytes, '=', start, end);
        int first = start;
        int last = equals;
        while (first < last && isPadding(bytes[first])) {
            first++;
        }
        while (last > first && isPadding(bytes[last - 1])) {
            last--;
        }
        if (last - first != name.length()) {
            return NONE;
        }
        boolean isExact = equals < end;
        for (int i = 0; i < name.length(); i++) {
            int own = bytes[first + i];
            if (own != name.charAt(i)) {
                isExact = false;
                if (Character.toLowerCase(own) != Character.toLowerCase(name.charAt(i))) {
                    return NONE;
                }
            }
        }
        boolean isQuoted = (first > start && bytes[first - 1] == '"') || (last < equals && bytes[last] == '"');
        return isExact && !isQuoted ? trimmed(bytes, equals + 1, end) : SEVERAL;
    }

    private static long trimmed(byte[] bytes, int start, int end) {
        int first = start;
        int last = end;
        while (first < last && (bytes[first] == ' ' || bytes[first] == '\t')) {
            first++;
        }
        while (last > first && (bytes[last - 1] == ' ' || bytes[last - 1] == '\t')) {
            last--;
        }
        return (long) first << 32 | last;
    }

    private static boolean isPadding(byte b) {
        return b == ' ' || b == '\t' || b == '"';
    }

    private static int indexOf(byte[] bytes, char c, int start, int end) {
        int i = start;
        while (i < end && bytes[i] != c) {
            i++;
        }
        return i;
    }
}
