package io.tollgate.filters.access;

import io.tollgate.config.Spelling;
import io.tollgate.filters.http.PercentDecoding;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a path that has spellings which are accepted: as every text that a backend could decode it to. What is not accepted,
 * and whatever leads to a dot segment, a control character or too many texts in any of them, has no readings. Confined to
 * one thread.
 */
final class ExoticPath {
    /** Beyond this a path is made to be misread. */
    private static final int MOST_TEXTS = 64;

    private static final int MOST_DECODINGS = 3;

    /** Stand for what a backend leaves encoded; nothing else may use these characters. */
    private static final char KEPT = '\uf500';

    private final Set<Spelling> accepted;
    private final Set<Spelling> met = EnumSet.noneOf(Spelling.class);
    private final Set<String> texts = new LinkedHashSet<>();

    private ExoticPath(Set<Spelling> accepted) {
        this.accepted = accepted;
    }

    /**
     * What was made of a path.
     *
     * @param texts every text, decoded
     * @param met the spellings in it that have to be accepted
     */
    record Texts(Set<String> texts, Set<Spelling> met) {}

    /** Every text of {@code target[0, end)}, a path that begins with a slash; null where it is refused. */
    static @Nullable Texts read(String target, int end, Set<Spelling> accepted) {
        ExoticPath path = new ExoticPath(accepted);
        if (!path.decode(target.substring(0, end), 1)) {
            return null;
        }
        Set<String> spelled = new LinkedHashSet<>();
        for (String text : path.texts) {
            String compatible = Folding.compatible(text);
            if (StrictPath.hasDotSegment(compatible) || hasDots(compatible)) {
                return null;
            }
            spelled.add(
                    text.replace(kept('/'), "%2F").replace(kept('\\'), "%5C").replace(kept(';'), "%3B"));
        }
        return new Texts(Set.copyOf(spelled), Set.copyOf(path.met));
    }

    /** Whether a segment is dots and blanks alone, however many: some of them may go before others are looked at. */
    private static boolean hasDots(String path) {
        for (String segment : path.split("/", -1)) {
            String name = segment.split("[;:?#]", 2)[0];
            if (name.indexOf('.') >= 0 && name.chars().allMatch(c -> c == '.' || Folding.isBlank(c))) {
                return true;
            }
        }
        return false;
    }

    private static String kept(char c) {
        return String.valueOf((char) (KEPT + c));
    }

    private boolean accepts(Spelling spelling) {
        met.add(spelling);
        return accepted.contains(spelling);
    }

    /** Decodes once more, in every way. */
    private boolean decode(String encoded, int decoding) {
        List<String> slashes = choices(encoded, "%2f", Spelling.ENCODED_SLASH, "/", kept('/'));
        List<String> backslashes = choices(encoded, "%5c", Spelling.ENCODED_BACKSLASH, "\\", "/", kept('\\'));
        List<String> semicolons = choices(encoded, "%3b", Spelling.ENCODED_SEMICOLON, ";", kept(';'));
        if (decoding > MOST_DECODINGS || slashes.isEmpty() || backslashes.isEmpty() || semicolons.isEmpty()) {
            return false;
        }
        for (String slash : slashes) {
            for (String backslash : backslashes) {
                for (String semicolon : semicolons) {
                    if (!decoded(encoded, slash, backslash, semicolon, decoding)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** What an encoded character may become; nothing where it is not accepted. */
    private List<String> choices(String encoded, String escape, Spelling spelling, String... become) {
        boolean isThere = indexOf(encoded, escape) >= 0;
        return !isThere ? List.of(become[0]) : accepts(spelling) ? List.of(become) : List.of();
    }

    private static int indexOf(String text, String escape) {
        for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
            if (text.regionMatches(true, i, escape, 0, 3)) {
                return i;
            }
        }
        return -1;
    }

    private boolean decoded(String encoded, String slash, String backslash, String semicolon, int decoding) {
        StringBuilder latin = new StringBuilder(encoded.length());
        StringBuilder kept = new StringBuilder();
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            int octet = c == '%' ? PercentDecoding.octet(encoded, i + 1, encoded.length()) : -1;
            if (c == '%' && octet < 0 && decoding == 1) {
                return false;
            }
            String as = octet == '/' ? slash : octet == '\\' ? backslash : octet == ';' ? semicolon : null;
            if (as == null) {
                latin.append(octet >= 0 ? (char) octet : c);
            } else if (as.charAt(0) < KEPT) {
                latin.append(as);
            } else {
                latin.append('\0'); // Taken back below: a NUL of the path's own is refused.
                kept.append(as);
            }
            i += octet >= 0 ? 2 : 0;
        }
        return kept.length() == nuls(latin) && characters(latin.toString(), kept, decoding);
    }

    private static int nuls(CharSequence text) {
        return (int) text.chars().filter(c -> c == 0).count();
    }

    /** Reads bytes, given as ISO-8859-1, as characters. */
    private boolean characters(String latin, CharSequence kept, int decoding) {
        byte[] bytes = latin.getBytes(StandardCharsets.ISO_8859_1);
        String text = PercentDecoding.utf8(bytes);
        if (text != null) {
            return text(text, kept, decoding);
        }
        if (!accepts(Spelling.LATIN_1) || LenientUtf8.isMisread(bytes)) {
            return false;
        }
        String dropped = latin.replaceAll("[^\\x00-\\x7f]", "");
        return text(latin, kept, decoding) && text(dropped, kept, decoding);
    }

    private boolean text(String decoded, CharSequence kept, int decoding) {
        StringBuilder filled = new StringBuilder(decoded.length());
        int next = 0;
        for (int i = 0; i < decoded.length(); i++) {
            char c = decoded.charAt(i);
            if (c >= KEPT && c < KEPT + 0x80) {
                return false;
            }
            filled.append(c == 0 ? kept.charAt(next++) : c);
        }
        String text = filled.toString();
        return isClear(text) && add(text, decoding) && folded(text, decoding);
    }

    private static boolean isClear(String text) {
        int segments = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            segments += c == '/' ? 1 : 0;
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                return false;
            }
        }
        return segments <= StrictPath.MOST_SEGMENTS;
    }

    private boolean add(String text, int decoding) {
        if (!texts.add(text)) {
            return true;
        }
        if (texts.size() > MOST_TEXTS) {
            return false;
        }
        for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
            if (StrictPath.isEncodedAgain(text, i)) {
                String again = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
                boolean isUnicode = (text.charAt(i + 1) | 0x20) == 'u';
                return !isUnicode && accepts(Spelling.DOUBLE_ENCODING) && !isKept(text) && decode(again, decoding + 1);
            }
        }
        return true;
    }

    private static boolean isKept(String text) {
        return text.chars().anyMatch(c -> c >= KEPT && c < KEPT + 0x80);
    }

    /** Adds what conversions make of characters that only look like one that separates. */
    private boolean folded(String text, int decoding) {
        StringBuilder folded = new StringBuilder(text.length());
        boolean isChanged = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            String one = Character.toString(c);
            String as = c < 0x80 ? one : StrictPath.bestFit(Normalizer.normalize(one, Normalizer.Form.NFKD));
            boolean isSpecial = c >= 0x80 && as.chars().anyMatch(ExoticPath::isSpecial);
            folded.append(isSpecial ? as : one);
            isChanged |= isSpecial;
            i += one.length();
        }
        if (!isChanged) {
            return true;
        }
        String read = folded.toString();
        return accepts(Spelling.FOLDING)
                && isClear(read)
                && add(read, decoding)
                && add(read.replace('\\', '/'), decoding);
    }

    private static boolean isSpecial(int c) {
        return c == '.' || c == '/' || c == '\\' || c == ';' || c == '%';
    }
}
