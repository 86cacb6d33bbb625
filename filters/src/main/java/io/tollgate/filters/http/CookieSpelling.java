package io.tollgate.filters.http;

import java.nio.charset.StandardCharsets;

/**
 * The one spelling of a cookie that platforms write in several: PHP decodes percent signs in names and values and can't
 * hold dots in names, parsers of RFC 2109 drop backslashes and quotes. Stateless.
 */
public final class CookieSpelling {
    private CookieSpelling() {}

    /** A name; the same object where it has no other spelling. */
    public static String name(String name) {
        String decoded = decoded(name).strip();
        return decoded.replace('.', '_').replace(' ', '_').replace('[', '_');
    }

    /** A value; the same object where it has no other spelling. */
    public static String value(String value) {
        boolean isPlain = value.indexOf('\\') < 0 && value.indexOf('"') < 0;
        return decoded(isPlain ? value : value.replace("\\", "").replace("\"", ""));
    }

    /** A percent sign that encodes nothing stands for itself. */
    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = new byte[text.length()];
        int n = 0;
        for (int i = 0; i < text.length(); i++) {
            int octet = text.charAt(i) == '%' ? PercentDecoding.octet(text, i + 1, text.length()) : -1;
            bytes[n++] = (byte) (octet < 0 ? text.charAt(i) : octet);
            i += octet < 0 ? 0 : 2;
        }
        return new String(bytes, 0, n, StandardCharsets.ISO_8859_1);
    }
}
