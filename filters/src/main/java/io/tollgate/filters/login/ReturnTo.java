package io.tollgate.filters.login;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a person is brought back to after a form of ours: a path on the same host, and of our own pages only those on which
 * somebody looks after their account, and the one that asks for a fresh factor.
 *
 * <p>Browsers read {@code //host} and {@code /\host} as another host, and drop tabs and line ends before they look (WHATWG
 * URL), so what has a backslash or a control character anywhere is refused. So are dot segments, raw or encoded: they would
 * lead elsewhere than the path says.
 */
final class ReturnTo {
    private static final int LONGEST = 4096;
    private static final Set<String> ACCOUNT = Set.of("/account", "/enrol", "/passkeys", "/recovery");
    private static final String HEX = "0123456789ABCDEF";

    private ReturnTo() {}

    /** What was asked for where that is safe to go back to; null where it is not, or nothing was. */
    static @Nullable String read(@Nullable String asked, String prefix) {
        if (asked == null || asked.length() > LONGEST || !isPathOfThisHost(asked)) {
            return null;
        }
        if (isBelow(asked, prefix) && !ACCOUNT.contains(asked.substring(prefix.length()))) {
            return null;
        }
        return ascii(asked);
    }

    /** The same, or the app's home. */
    static String orHome(@Nullable String asked, String prefix, String home) {
        String safe = read(asked, prefix);
        return safe == null ? home : safe;
    }

    /** The page that a navigation asked for; null where it can't be gone back to. */
    static @Nullable String of(String target, String prefix) {
        // The bytes of a target are ISO-8859-1 here: each above ASCII is encoded as the byte it was.
        return target.length() > LONGEST || !isPathOfThisHost(target) || isBelow(target, prefix)
                ? null
                : encoded(target.getBytes(StandardCharsets.ISO_8859_1), false);
    }

    /** As the value of a query parameter. */
    static String inQuery(String path) {
        return encoded(path.getBytes(StandardCharsets.UTF_8), true);
    }

    private static boolean isPathOfThisHost(String path) {
        if (!path.startsWith("/") || path.startsWith("//")) {
            return false;
        }
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '\\' || Character.isISOControl(c) || Character.isSurrogate(c) || Character.isWhitespace(c)) {
                return false;
            }
        }
        return !hasDotSegment(path);
    }

    /** Whether a browser would take a segment for {@code .} or {@code ..} (WHATWG URL): a dot may be written {@code %2e}. */
    private static boolean hasDotSegment(String path) {
        int dots = 0;
        boolean isDots = false;
        for (int i = 0; i <= path.length(); i++) {
            char c = i < path.length() ? path.charAt(i) : '?';
            if (c == '/' || c == ';' || c == '?' || c == '#') {
                if (isDots && dots > 0 && dots <= 2) {
                    return true;
                }
                if (c == '?' || c == '#') {
                    return false;
                }
                dots = 0;
                isDots = c == '/';
            } else if (c == '.' || path.regionMatches(true, i, "%2e", 0, 3)) {
                dots++;
                i += c == '.' ? 0 : 2;
            } else {
                isDots = false;
            }
        }
        return false;
    }

    private static boolean isBelow(String path, String prefix) {
        return path.startsWith(prefix)
                && !path.startsWith("/step-up?", prefix.length()) // What waits there must not be lost by a lock.
                && (path.length() == prefix.length() || "/?#".indexOf(path.charAt(prefix.length())) >= 0);
    }

    /** Header fields carry ASCII: what is beyond it is percent-encoded UTF-8 (RFC 3987 section 3.1). */
    private static String ascii(String path) {
        return encoded(path.getBytes(StandardCharsets.UTF_8), false);
    }

    private static String encoded(byte[] bytes, boolean everything) {
        StringBuilder out = new StringBuilder(bytes.length + 16);
        for (byte b : bytes) {
            int c = b & 0xff;
            if (everything ? isUnreserved(c) : c > ' ' && c < 0x7f) {
                out.append((char) c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return out.toString();
    }

    /** RFC 3986 section 2.3, and the slash, which a query may hold and a person likes to read. */
    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~/".indexOf(c) >= 0;
    }
}
