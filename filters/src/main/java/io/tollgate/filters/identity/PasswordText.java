package io.tollgate.filters.identity;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/** A password as bytes: the whole string in NFC (NIST SP 800-63B section 3.1.1.2), encoded as UTF-8. */
final class PasswordText {
    /** Far above any password that is typed or made; what is longer is never compared. */
    static final int MOST_CHARS = 1024;

    private PasswordText() {}

    /** The bytes of at most the first {@link #MOST_CHARS} characters; the caller wipes them. */
    static byte[] utf8(char[] password) {
        CharBuffer chars = CharBuffer.wrap(password, 0, Math.min(password.length, MOST_CHARS));
        if (!Normalizer.isNormalized(chars, Normalizer.Form.NFC)) {
            // Only here does the text become an object that can't be wiped.
            chars = CharBuffer.wrap(Normalizer.normalize(chars, Normalizer.Form.NFC));
        }
        ByteBuffer encoded = ByteBuffer.allocate(3 * chars.remaining());
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .encode(chars, encoded, true);
        byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }

    /** Whether it is too long to be compared. */
    static boolean isTooLong(char[] password) {
        return password.length > MOST_CHARS;
    }
}
