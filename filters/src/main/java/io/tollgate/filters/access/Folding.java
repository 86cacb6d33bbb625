package io.tollgate.filters.access;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The widest view of a text that some backend takes: no letter case, no accents, compatibility characters replaced
 * (Unicode Standard Annex 15, NFKD), letters that code page conversions turn into ASCII turned into it. For denying only:
 * texts that fold alike are taken to be the same. Stateless.
 */
final class Folding {
    private Folding() {}

    /** The folded text; the same object where nothing changes. */
    static String fold(String text) {
        boolean isFolded = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return foldLetters(compatible(text).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
            }
            isFolded &= c < 'A' || c > 'Z';
        }
        return isFolded ? text : text.toLowerCase(Locale.ROOT);
    }

    /** NFKD without what then stands for nothing of its own: combining marks and ignorable format characters. */
    static String compatible(String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
        StringBuilder kept = new StringBuilder(decomposed.length());
        for (int i = 0; i < decomposed.length(); ) {
            int c = decomposed.codePointAt(i);
            i += Character.charCount(c);
            if (!isIgnored(c)) {
                kept.appendCodePoint(isBlank(c) ? ' ' : c);
            }
        }
        return kept.toString();
    }

    private static boolean isIgnored(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.FORMAT
                || (c >= 0xe0000 && c <= 0xe0fff)
                || c == 0x115f
                || c == 0x1160
                || c == 0x3164
                || c == 0xffa0;
    }

    /** Whether some reader trims this character. */
    static boolean isBlank(int c) {
        return c == ' ' || Character.isSpaceChar(c) || Character.isWhitespace(c);
    }

    private static String foldLetters(String lowerCase) {
        StringBuilder folded = new StringBuilder(compatible(lowerCase));
        for (int i = 0; i < folded.length(); i++) {
            folded.setCharAt(i, bestFit(folded.charAt(i)));
        }
        return folded.toString();
    }

    /** Letters without a decomposition that conversions to Windows code pages turn into ASCII. */
    private static char bestFit(char c) {
        return switch (c) {
            case '\u03b1' -> 'a';
            case '\u0180' -> 'b';
            case '\u0111', '\u03b4', '\u00f0' -> 'd';
            case '\u03b5' -> 'e';
            case '\u03c6' -> 'f';
            case '\u01e5', '\u0261', '\u03b3' -> 'g';
            case '\u0127' -> 'h';
            case '\u0131', '\u0268' -> 'i';
            case '\u0142', '\u019a' -> 'l';
            case '\u00f8', '\u0275', '\u03c9' -> 'o';
            case '\u03c0' -> 'p';
            case '\u03c3', '\u03c2' -> 's';
            case '\u0167', '\u01ab', '\u0288', '\u03b8', '\u03c4' -> 't';
            case '\u01b6' -> 'z';
            default -> c;
        };
    }
}
