package io.tollgate.filters.factor;

import java.nio.charset.StandardCharsets;

/** A seed as apps read it: by a camera, or typed by hand. Stateless. */
final class SeedText {
    /** RFC 4648 section 6. */
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static final int GROUP = 4;

    private SeedText() {}

    /** In base32 without padding, which a seed of 20 bytes needs none of. */
    static String base32(byte[] seed) {
        StringBuilder text = new StringBuilder();
        int held = 0;
        int bits = 0;
        for (byte b : seed) {
            held = (held << 8) | (b & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(BASE32.charAt((held >> bits) & 31));
            }
        }
        if (bits > 0) {
            text.append(BASE32.charAt((held << (5 - bits)) & 31));
        }
        return text.toString();
    }

    /** In groups of four, for whoever types it. */
    static String grouped(String text, String between) {
        StringBuilder groups = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (i > 0 && i % GROUP == 0) {
                groups.append(between);
            }
            groups.append(text.charAt(i));
        }
        return groups.toString();
    }

    /**
     * The URI that a QR code holds ("Key Uri Format" of Google Authenticator, which all apps follow). What is the default is
     * said all the same: apps differ in what they assume.
     */
    static String uri(String issuer, String account, String base32) {
        return "otpauth://totp/" + encoded(issuer) + ":" + encoded(account) + "?secret=" + base32 + "&issuer="
                + encoded(issuer) + "&algorithm=SHA1&digits=" + Totp.DIGITS + "&period=" + Totp.STEP_SECONDS;
    }

    /** RFC 3986 section 2.3; apps don't read a plus as a blank. */
    private static String encoded(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xff;
            boolean isUnreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (isUnreserved || "-._~@".indexOf(c) >= 0) {
                out.append((char) c);
            } else {
                out.append('%').append(BASE16.charAt(c >> 4)).append(BASE16.charAt(c & 15));
            }
        }
        return out.toString();
    }

    private static final String BASE16 = "0123456789ABCDEF";
}
