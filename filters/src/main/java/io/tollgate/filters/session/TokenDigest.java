package io.tollgate.filters.session;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Turns tokens into their hashes without allocating: a digest and the array it fills. For one thread at a time.
 *
 * <p>A token is 32 random bytes in base64url without padding, so 43 characters. The characters are hashed, not what they
 * decode to: the last one has two bits to spare, and no two spellings may name one session.
 */
final class TokenDigest {
    static final int LENGTH = 43;

    private static final int TOKEN_BYTES = 32;
    private static final byte[] FOREIGN = foreign();

    private final MessageDigest sha256 = sha256();
    private final byte[] digested = new byte[TokenHash.BYTES];
    private final TokenHash hash = new TokenHash();

    /** A new token. */
    static String random(SecureRandom random) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The hash of the token that stands here, good until the next call; null where it can't be a token. */
    @Nullable
    TokenHash hash(byte[] text, int start, int end) {
        if (end - start != LENGTH) {
            return null;
        }
        int foreign = 0; // Characters are random, and a branch on each would be guessed wrong as often as not.
        for (int i = start; i < end; i++) {
            foreign |= FOREIGN[text[i] & 0xff];
        }
        if (foreign != 0) {
            return null;
        }
        sha256.update(text, start, LENGTH);
        try {
            sha256.digest(digested, 0, digested.length);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 does not fit in " + digested.length + " bytes", e);
        } finally {
            sha256.reset(); // It would keep the token until the next one; that costs no more now than then.
        }
        hash.load(digested);
        return hash;
    }

    /** 1 for every byte that is no character of base64url (RFC 4648 section 5), else 0. */
    private static byte[] foreign() {
        byte[] foreign = new byte[256];
        for (int c = 0; c < foreign.length; c++) {
            boolean isOurs =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
            foreign[c] = (byte) (isOurs ? 0 : 1);
        }
        return foreign;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
