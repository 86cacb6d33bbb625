package io.tollgate.filters.kept;

import io.tollgate.filters.http.Cookies;
import io.tollgate.filters.http.HeaderFields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The cookie by which a browser says once which kept request it goes on with: of this host alone, not for scripts, gone after
 * a minute, and never sent along with what another site asks for (RFC 6265bis section 4.1). It says for which target it is,
 * so that whatever else the browser asks for meanwhile is not taken for that.
 */
public final class KeptCookie {
    public static final String NAME = "__Host-tollgate-kept";

    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Strict";
    private static final int MARK_BYTES = 9;
    private static final String HEX = "0123456789ABCDEF";

    private KeptCookie() {}

    /** The value of the Set-Cookie field that hands it out. */
    public static String set(String id, String target) {
        return NAME + '=' + id + '.' + mark(target) + "; Max-Age=60" + ATTRIBUTES;
    }

    /** The value of the Set-Cookie field that takes it back. */
    public static String expired() {
        return NAME + "=; Max-Age=0" + ATTRIBUTES;
    }

    /** What the cookie of a request for this target is about; null where there is none, or it is about another. */
    public static @Nullable String read(HeaderFields fields, String target) {
        long value = Cookies.locate(fields, NAME);
        if (value < 0) {
            return value == Cookies.NONE ? null : ""; // Two of them are about nothing that there is.
        }
        int start = (int) (value >>> 32);
        return idFor(new String(fields.bytes(), start, (int) value - start, StandardCharsets.ISO_8859_1), target);
    }

    /** What the cookie is about; null where it is about another target than this. */
    static @Nullable String idFor(String value, String target) {
        int dot = value.indexOf('.');
        return dot > 0 && value.substring(dot + 1).equals(mark(target)) ? value.substring(0, dot) : null;
    }

    /** The target as a browser asks for it: bytes beyond ASCII are encoded (WHATWG URL, URL parsing). */
    public static String asAsked(String target) {
        StringBuilder asked = new StringBuilder(target.length() + 16);
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c > ' ' && c < 0x7f) {
                asked.append(c);
            } else {
                asked.append('%').append(HEX.charAt((c >> 4) & 15)).append(HEX.charAt(c & 15));
            }
        }
        return asked.toString();
    }

    /** No secret: it only tells targets apart. */
    private static String mark(String target) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(asAsked(target).getBytes(StandardCharsets.US_ASCII));
            byte[] first = new byte[MARK_BYTES];
            System.arraycopy(digest, 0, first, 0, MARK_BYTES);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(first);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every runtime has SHA-256", e);
        }
    }
}
