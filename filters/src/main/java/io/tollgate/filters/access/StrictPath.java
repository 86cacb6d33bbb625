package io.tollgate.filters.access;

import io.tollgate.filters.http.PercentDecoding;
import org.jspecify.annotations.Nullable;

/**
 * The path of a target, decoded once, or the reason why it is refused: what backends read in ways that lead elsewhere.
 * Immutable.
 *
 * @param text the decoded path, beginning with a slash; a slash in it is a slash in the target, and so is a semicolon
 * @param refusal a stable code, and then {@code text} is empty; null for none
 */
record StrictPath(String text, @Nullable String refusal) {
    /** More segments than any application has. */
    static final int MOST_SEGMENTS = 500;

    private static StrictPath refused(String reason) {
        return new StrictPath("", reason);
    }

    /** Decodes {@code target[0, end)}, a path that begins with a slash and has no raw control, blank, backslash or hash. */
    static StrictPath of(String target, int end) {
        String encoded = refusedEncoding(target, end);
        if (encoded != null) {
            return refused(encoded);
        }
        byte[] bytes = PercentDecoding.bytes(target, 0, end, false);
        if (bytes == null) {
            return refused("target.percent");
        }
        String text = PercentDecoding.utf8(bytes);
        if (text == null) {
            return refused("target.utf-8");
        }
        String refusal = refusedText(text);
        return refusal == null ? new StrictPath(text, null) : refused(refusal);
    }

    /** What may not even be encoded: a reader that decodes before it splits sees another path. */
    private static @Nullable String refusedEncoding(String target, int end) {
        for (int i = target.indexOf('%'); i >= 0 && i < end; i = target.indexOf('%', i + 1)) {
            int octet = PercentDecoding.octet(target, i + 1, end);
            if (octet < 0) {
                return "target.percent";
            }
            String reason = switch (octet) {
                case '/' -> "target.encoded-slash";
                case '\\' -> "target.encoded-backslash";
                case ';' -> "target.encoded-semicolon";
                default -> octet < 0x20 || octet == 0x7f ? "target.encoded-control" : null;
            };
            if (reason != null) {
                return reason;
            }
        }
        return null;
    }

    private static @Nullable String refusedText(String text) {
        int segments = 0;
        boolean isAscii = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            isAscii &= c < 0x80;
            if (c == '/') {
                segments++;
            } else if (c == '%' && isEncodedAgain(text, i)) {
                return "target.double-encoding";
            } else if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                return "target.encoded-control";
            }
        }
        if (segments > MOST_SEGMENTS) {
            return "target.depth";
        }
        String compatible = isAscii ? text : Folding.compatible(text);
        if (!isAscii && (specials(text) != specials(compatible) || hasBestFitSpecial(compatible))) {
            return "target.folding";
        }
        return hasDotSegment(compatible) ? "target.dot-segment" : null;
    }

    /** Whether decoding a second time, as {@code %XX} or {@code %uXXXX}, would find something at this percent sign. */
    static boolean isEncodedAgain(String text, int percent) {
        if (PercentDecoding.octet(text, percent + 1, text.length()) >= 0) {
            return true;
        }
        return percent + 1 < text.length()
                && (text.charAt(percent + 1) | 0x20) == 'u'
                && PercentDecoding.octet(text, percent + 2, text.length()) >= 0
                && PercentDecoding.octet(text, percent + 4, text.length()) >= 0;
    }

    /** How many characters separate or name something. */
    private static int specials(String text) {
        int specials = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '.', '/', '\\', ';', '%' -> specials++;
                default -> {}
            }
        }
        return specials;
    }

    private static boolean hasBestFitSpecial(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isBestFitSpecial(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** The text with such characters turned into what they look like. */
    static String bestFit(String text) {
        StringBuilder fitted = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            fitted.append(
                    switch (c) {
                        case '\u2044', '\u2215', '\u29f8', '\u2571' -> '/';
                        case '\u2216', '\u29f5', '\u29f9', '\u2572', '\u00a5', '\u20a9' -> '\\';
                        case '\u3002', '\u06d4', '\u0589', '\u0701', '\u0702' -> '.';
                        case '\u061b', '\u204f' -> ';';
                        case '\u066a' -> '%';
                        default -> c;
                    });
        }
        return fitted.toString();
    }

    /** Characters that keep themselves under NFKD but not in conversions to code pages: slashes, stops, percent signs. */
    private static boolean isBestFitSpecial(char c) {
        return switch (c) {
            case '\u2044', '\u2215', '\u29f8', '\u2571' -> true; // slashes
            case '\u2216', '\u29f5', '\u29f9', '\u2572', '\u00a5', '\u20a9' ->
                true; // backslashes, two of them in code pages
            case '\u3002', '\u06d4', '\u0589', '\u0701', '\u0702' -> true; // full stops
            case '\u061b', '\u204f', '\u066a' -> true; // semicolons, percent sign
            default -> false;
        };
    }

    /**
     * Whether a segment is {@code .} or {@code ..} to somebody who cuts at a parameter, a stream, a query or a fragment,
     * and trims.
     */
    static boolean hasDotSegment(String path) {
        int start = 1;
        while (start <= path.length()) {
            int stop = path.indexOf('/', start);
            stop = stop < 0 ? path.length() : stop;
            int dots = 0;
            int others = 0;
            int i = start;
            for (; i < stop && !isCut(path.charAt(i)); i++) {
                dots += path.charAt(i) == '.' ? 1 : 0;
                others += path.charAt(i) == '.' ? 0 : Folding.isBlank(path.charAt(i)) ? 1 : path.length();
            }
            if (dots > 0 && others < path.length() && (dots <= 2 || others > 0)) {
                return true;
            }
            start = stop + 1;
        }
        return false;
    }

    private static boolean isCut(char c) {
        return c == ';' || c == ':' || c == '?' || c == '#';
    }
}
