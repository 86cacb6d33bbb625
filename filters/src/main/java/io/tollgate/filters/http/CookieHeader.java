package io.tollgate.filters.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Takes out of a Cookie field what an app must not see. The rest stays as the client wrote it. Stateless. */
public final class CookieHeader {
    /** What the names of the gateway's own cookies begin with. */
    public static final String OWN = "__Host-tollgate";

    private static final String OWN_LOWER_CASE = OWN.toLowerCase(Locale.ROOT);

    private CookieHeader() {}

    /** Decides which of the other cookies an app gets. */
    @FunctionalInterface
    public interface Keep {
        /** Whether this cookie goes upstream; the value comes without quotes and blanks around it. */
        boolean keeps(String name, String value);
    }

    /**
     * What field {@code i}, a Cookie field, says to the upstream.
     *
     * <p>A piece in which the gateway's name stands anywhere goes, whatever quotes or commas an old parser would see
     * (RFC 2965); so do the {@code $Path} and {@code $Domain} that belong to a piece that went.
     *
     * @return null where nothing is left; the field's own value where nothing goes
     */
    public static @Nullable String forUpstream(HeaderFields fields, int i, Keep keep) {
        if (isOwnAlone(fields, i)) {
            return null;
        }
        String value = fields.value(i);
        StringBuilder kept = null;
        boolean isLastKept = true;
        int start = 0;
        while (start <= value.length()) {
            int semicolon = value.indexOf(';', start);
            int end = semicolon < 0 ? value.length() : semicolon;
            boolean isAttribute = isAttribute(value, start, end);
            isLastKept = isAttribute ? isLastKept : isKept(value, start, end, keep);
            if (!isLastKept && kept == null) {
                kept = new StringBuilder(value.length()).append(value, 0, Math.max(0, start - 1));
            } else if (isLastKept && kept != null) {
                kept.append(kept.isEmpty() ? "" : ";")
                        .append(value, kept.isEmpty() ? skipBlanks(value, start) : start, end);
            }
            start = end + 1;
        }
        if (kept == null) {
            return value;
        }
        String rest = kept.toString().strip();
        return rest.isEmpty() ? null : rest;
    }

    /** Whether it is one piece that begins with the gateway's name: all that most requests have. */
    private static boolean isOwnAlone(HeaderFields fields, int i) {
        byte[] bytes = fields.bytes();
        int start = fields.valueStart(i);
        int end = fields.valueEnd(i);
        if (end - start < OWN.length()) {
            return false;
        }
        for (int at = 0; at < OWN.length(); at++) {
            if (bytes[start + at] != OWN.charAt(at)) {
                return false;
            }
        }
        for (int at = start + OWN.length(); at < end; at++) {
            if (bytes[at] == ';') {
                return false;
            }
        }
        return true;
    }

    private static int skipBlanks(String value, int start) {
        int at = start;
        while (at < value.length() && value.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    /** {@code $Path}, {@code $Domain} and {@code $Port} follow the cookie that they belong to; {@code $Version} leads. */
    private static boolean isAttribute(String value, int start, int end) {
        int at = skipBlanks(value, start);
        return at < end && value.charAt(at) == '$' && !value.regionMatches(true, at, "$version", 0, 8);
    }

    /** A piece may hold several cookies to a parser that splits at commas. */
    private static boolean isKept(String value, int start, int end, Keep keep) {
        if (isOwnAnywhere(value, start, end)) {
            return false;
        }
        int from = start;
        while (from < end) {
            int comma = value.indexOf(',', from);
            int stop = comma < 0 || comma > end ? end : comma;
            if (!isPairKept(value, from, stop, keep)) {
                return false;
            }
            from = stop + 1;
        }
        return comma(value, start, end) < 0 || isPairKept(value, start, end, keep);
    }

    private static int comma(String value, int start, int end) {
        int comma = value.indexOf(',', start);
        return comma < end ? comma : -1;
    }

    private static boolean isPairKept(String value, int start, int end, Keep keep) {
        int equals = value.indexOf('=', start);
        boolean hasName = equals >= 0 && equals < end;
        String name = unquoted(value.substring(start, hasName ? equals : end));
        return keep.keeps(name, hasName ? unquoted(value.substring(equals + 1, end)) : "");
    }

    private static String unquoted(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isPadding(text.charAt(start))) {
            start++;
        }
        while (end > start && isPadding(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isPadding(char c) {
        return c == '"' || c == ' ' || c == '\t';
    }

    private static boolean isOwnAnywhere(String value, int start, int end) {
        for (int i = value.indexOf('_', start); i >= 0 && i < end; i = value.indexOf('_', i + 1)) {
            if (isOwn(value, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the gateway's name stands at this place, in any letter case. */
    static boolean isOwn(String text, int at) {
        return text.regionMatches(true, at, OWN_LOWER_CASE, 0, OWN_LOWER_CASE.length());
    }
}
