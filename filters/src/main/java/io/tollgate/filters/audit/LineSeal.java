package io.tollgate.filters.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * What closes a line of the trail: {@code ,"mac":"…"}} with the HMAC-SHA256 of all the bytes before it. Those name the
 * line before by its MAC, which makes the chain. Stateless.
 */
final class LineSeal {
    /** What the first line of a chain names as the line before. */
    static final String GENESIS = "0".repeat(64);

    private static final byte[] OPENING = ",\"mac\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int MAC_CHARS = 64;
    private static final int SIZE = OPENING.length + MAC_CHARS + 2;

    private LineSeal() {}

    /** The MAC of an unclosed line, 64 hex digits. */
    static String mac(SecretKey key, String unclosed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(unclosed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no HMAC-SHA256 with this key", e);
        }
    }

    /** The whole line, with its line feed. */
    static String close(String unclosed, String mac) {
        return unclosed + ",\"mac\":\"" + mac + "\"}\n";
    }

    /** Splits a line without its line feed; null if it is not closed as it should be. */
    static @Nullable Split split(byte[] line) {
        int at = line.length - SIZE;
        boolean isClosed = at > 0
                && line[line.length - 1] == '}'
                && line[line.length - 2] == '"'
                && Arrays.equals(line, at, at + OPENING.length, OPENING, 0, OPENING.length);
        if (!isClosed) {
            return null;
        }
        String mac = new String(line, at + OPENING.length, MAC_CHARS, StandardCharsets.US_ASCII);
        return new Split(new String(line, 0, at, StandardCharsets.UTF_8), mac);
    }

    /** A line's authenticated bytes and the MAC it claims. */
    record Split(String unclosed, String mac) {
        boolean isAuthentic(SecretKey key) {
            byte[] expected = LineSeal.mac(key, unclosed).getBytes(StandardCharsets.US_ASCII);
            return MessageDigest.isEqual(expected, mac.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
