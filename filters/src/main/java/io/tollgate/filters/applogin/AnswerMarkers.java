package io.tollgate.filters.applogin;

import io.tollgate.config.LocationPattern;
import io.tollgate.config.LoginMarkers;
import io.tollgate.config.PatternSegment;
import io.tollgate.config.PatternSegment.AnyDepth;
import io.tollgate.config.PatternSegment.Glob;
import io.tollgate.config.PatternSegment.Literal;
import io.tollgate.filters.http.CookieAttributes;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.PercentDecoding;
import io.tollgate.filters.http.SetCookie;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** By what an app's answer to a login is told, ready to be compared. Immutable. */
final class AnswerMarkers {
    private final LoginMarkers markers;
    private final List<byte[]> texts;

    AnswerMarkers(LoginMarkers markers) {
        this.markers = markers;
        this.texts = markers.body() == null ? List.of() : encodings(markers.body());
    }

    /** What a text may be as bytes: the app's character set is not asked for, as many of them say a wrong one. */
    private static List<byte[]> encodings(String text) {
        List<byte[]> all = new ArrayList<>();
        for (Charset charset : List.of(
                StandardCharsets.UTF_8,
                StandardCharsets.ISO_8859_1,
                Charset.forName("windows-1252"),
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE)) {
            byte[] bytes = text.getBytes(charset);
            if (charset.newEncoder().canEncode(text) && all.stream().noneMatch(known -> Arrays.equals(known, bytes))) {
                all.add(bytes);
            }
        }
        return all;
    }

    boolean needsBody() {
        return !texts.isEmpty();
    }

    /** Whether all but the body is as it was declared. */
    boolean matchesHead(int status, HeaderFields fields, String path) {
        return (markers.status() == null || markers.status().contains(status))
                && (markers.location() == null || matchesLocation(markers.location(), fields, path))
                && (markers.cookie() == null || setsCookie(fields));
    }

    /** Whether the text stands in the beginning of the body; true where none is asked for. */
    boolean matchesBody(byte[] start) {
        return texts.isEmpty() || texts.stream().anyMatch(text -> contains(start, text));
    }

    private static boolean contains(byte[] body, byte[] text) {
        for (int i = 0; i <= body.length - text.length; i++) {
            if (body[i] == text[0] && Arrays.equals(body, i, i + text.length, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of the cookies that it sets has the name, and is not taken back at once. */
    private boolean setsCookie(HeaderFields fields) {
        for (String field : fields.all("set-cookie")) {
            SetCookie cookie = SetCookie.parse(field);
            if (markers.isCookie(cookie.name()) && !cookie.value().isEmpty() && !isTakenBack(field)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTakenBack(String field) {
        String expires = CookieAttributes.last(field, "expires");
        boolean isPast = expires != null
                && CookieAttributes.last(field, "max-age") == null
                && (expires.contains("1970") || expires.contains("-70 "));
        return CookieAttributes.isTakenBack(field) || isPast;
    }

    private static boolean matchesLocation(LocationPattern pattern, HeaderFields fields, String path) {
        List<String> locations = fields.all("location");
        if (locations.size() != 1) {
            return false;
        }
        String location = locations.get(0).strip();
        int fragment = location.indexOf('#');
        String bare = fragment < 0 ? location : location.substring(0, fragment);
        int question = bare.indexOf('?');
        String query = question < 0 ? null : bare.substring(question + 1);
        return pattern.matchesQuery(query)
                && matches(pattern.segments(), 0, segments(question < 0 ? bare : bare.substring(0, question), path), 0);
    }

    /** The path's segments, decoded and without parameters, as seen from the path of the request. */
    static List<String> segments(String reference, String path) {
        String target = reference;
        int scheme = reference.indexOf("://");
        boolean isWhole = scheme > 0 && reference.indexOf('/') == scheme + 1;
        if (isWhole || reference.startsWith("//")) {
            int slash = reference.indexOf('/', isWhole ? scheme + 3 : 2);
            target = slash < 0 ? "/" : reference.substring(slash);
        } else if (reference.isEmpty()) {
            target = path;
        } else if (!reference.startsWith("/")) {
            target = path.substring(0, path.lastIndexOf('/') + 1) + reference;
        }
        Deque<String> segments = new ArrayDeque<>();
        String[] parts = target.substring(1).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = decoded(parts[i]);
            boolean isLast = i == parts.length - 1;
            if (part.equals("..")) {
                segments.pollLast();
            } else if (!part.equals(".")) {
                segments.addLast(part);
                continue;
            }
            if (isLast) {
                segments.addLast("");
            }
        }
        return List.copyOf(segments);
    }

    private static String decoded(String segment) {
        int semicolon = segment.indexOf(';');
        byte[] bytes = PercentDecoding.lenient(semicolon < 0 ? segment : segment.substring(0, semicolon), false);
        String text = PercentDecoding.utf8(bytes);
        return text == null ? new String(bytes, StandardCharsets.ISO_8859_1) : text;
    }

    private static boolean matches(List<PatternSegment> pattern, int p, List<String> segments, int s) {
        if (p == pattern.size()) {
            return s == segments.size();
        }
        if (pattern.get(p) == AnyDepth.ANY_DEPTH) {
            for (int i = s; i <= segments.size(); i++) {
                if (matches(pattern, p + 1, segments, i)) {
                    return true;
                }
            }
            return false;
        }
        return s < segments.size()
                && matches(pattern.get(p), segments.get(s))
                && matches(pattern, p + 1, segments, s + 1);
    }

    private static boolean matches(PatternSegment pattern, String segment) {
        return pattern instanceof Glob glob
                ? glob.matches(segment)
                : pattern instanceof Literal literal && literal.value().equals(segment);
    }

    @Override
    public String toString() {
        return "AnswerMarkers[" + String.valueOf(markers.status()).toLowerCase(Locale.ROOT) + "]";
    }

    /** Where a body was not shown. */
    static final byte[] NOTHING = {};
}
