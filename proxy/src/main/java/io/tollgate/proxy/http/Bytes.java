package io.tollgate.proxy.http;

import java.nio.charset.StandardCharsets;

/** Classes of octets in HTTP heads (RFC 9110 section 5.6.2). Immutable tables. */
public final class Bytes {
    private static final byte TOKEN = 1;
    private static final byte TEXT = 2;
    private static final byte TARGET = 4;
    private static final byte LETTER = 8;
    private static final byte[] CLASS = classes();

    private Bytes() {}

    /** Whether this octet may stand in a token: a method, a field name. */
    public static boolean isToken(int b) {
        return (CLASS[b & 0xff] & TOKEN) != 0;
    }

    /** Whether this octet may stand in a field value: visible, 8-bit, blank or tab. */
    public static boolean isText(int b) {
        return (CLASS[b & 0xff] & TEXT) != 0;
    }

    /** Whether this octet may stand in a request target: no blank, no control; 8-bit is for the readings to judge. */
    public static boolean isTarget(int b) {
        return (CLASS[b & 0xff] & TARGET) != 0;
    }

    /** Whether this octet is an ASCII letter. */
    static boolean isLetter(int b) {
        return (CLASS[b & 0xff] & LETTER) != 0;
    }

    /** Whether this is a blank or a tab. */
    public static boolean isBlank(int b) {
        return b == ' ' || b == '\t';
    }

    /** The value of a hex digit; -1 for anything else. */
    static int hex(int b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** This octet with an ASCII capital turned small. */
    public static int lower(int b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    /** The text in a range, as ISO-8859-1. */
    public static String latin1(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /**
     * Whether the letters of a name spell this lower-case word and something else stands between or around them: how
     * {@code Content_Length} is told from {@code Content-Length} (which is no look-alike) and from anything harmless.
     *
     * @param word letters only
     */
    static boolean looksLike(byte[] bytes, int start, int end, String word, String proper) {
        int at = 0;
        for (int i = start; i < end; i++) {
            if (isLetter(bytes[i])) {
                if (at == word.length() || lower(bytes[i]) != word.charAt(at)) {
                    return false;
                }
                at++;
            }
        }
        return at == word.length() && !isNamed(bytes, start, end, proper);
    }

    private static boolean isNamed(byte[] bytes, int start, int end, String lowerCase) {
        if (end - start != lowerCase.length()) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (lower(bytes[i]) != lowerCase.charAt(i - start)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int b = 0; b < 256; b++) {
            boolean isLetter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
            boolean isToken = isLetter || (b >= '0' && b <= '9') || (b < 128 && "!#$%&'*+-.^_`|~".indexOf(b) >= 0);
            boolean isVisible = b > ' ' && b != 0x7f;
            classes[b] = (byte) ((isToken ? TOKEN : 0)
                    | (isVisible || isBlank(b) ? TEXT : 0)
                    | (isVisible ? TARGET : 0)
                    | (isLetter ? LETTER : 0));
        }
        return classes;
    }
}
