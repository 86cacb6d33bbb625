package io.tollgate.filters.access;

/** What one scan tells about a path: whether there is more than one way to read it. Stateless. */
final class PlainPath {
    /** Read in one way, and folding changes nothing. */
    static final int PLAIN = 0;

    /** Read in one way, but for letter case, streams and the last slash, which matter to what is denied. */
    static final int FOLDABLE = 1;

    /** To be decoded, or read in several ways. */
    static final int ODD = 2;

    private PlainPath() {}

    /** What the character at {@code i} of a path says. */
    static int kindOf(String path, int i) {
        char c = path.charAt(i);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            return PLAIN;
        }
        if (c >= 'A' && c <= 'Z') {
            return FOLDABLE;
        }
        return switch (c) {
            case '/' -> i > 0 && isEdge(path.charAt(i - 1)) ? ODD : PLAIN;
            case '.' -> path.charAt(i - 1) == '/' && !isName(path, i + 1) ? ODD : PLAIN;
            case ':' -> path.charAt(i - 1) == '.' ? ODD : FOLDABLE;
            case '%', ';' -> ODD;
            default -> c >= 0x80 ? ODD : PLAIN;
        };
    }

    /** What the last character of a path says: a slash or a dot there is read in two ways. */
    static int kindOfEnd(String path, int end) {
        return switch (path.charAt(end - 1)) {
            case '.' -> ODD;
            case '/' -> end > 1 ? FOLDABLE : PLAIN;
            default -> PLAIN;
        };
    }

    /** A letter or digit: after a dot that begins a segment it makes a name of it. */
    private static boolean isName(String path, int i) {
        return i < path.length() && path.charAt(i) < 0x80 && Character.isLetterOrDigit(path.charAt(i));
    }

    /** What makes a slash after it end an empty segment or one that is trimmed. */
    private static boolean isEdge(char before) {
        return before == '/' || before == '.';
    }
}
