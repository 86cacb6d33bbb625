package io.tollgate.filters.session;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Turns tokens into their hashes without allocating: a digest and the arrays around it. For one thread at a time.
 *
 * <p>A token is 32 random bytes in base64url without padding, so 43 characters. The characters are hashed, not what they
 * decode to: the last one has two bits to spare, and no two spellings may name one session.
 */
final class TokenDigest {
    static final int LENGTH = 43;

    private static final int TOKEN_BYTES = 32;

    private final MessageDigest sha256 = sha256();
    private final byte[] characters = new byte[LENGTH];
    private final byte[] bytes = new byte[TokenHash.BYTES];
    private final TokenHash hash = new TokenHash();

    /** A new token. */
    static String random(SecureRandom random) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The hash of a token, good until the next call; null where it can't be a token. */
    @Nullable
    TokenHash hash(String token) {
        if (token.length() != LENGTH) {
            return null;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = token.charAt(i);
            if (!isBase64Url(c)) {
                return null;
            }
            characters[i] = (byte) c;
        }
        sha256.update(characters);
        try {
            sha256.digest(bytes, 0, bytes.length);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 does not fit in " + bytes.length + " bytes", e);
        }
        hash.load(bytes);
        return hash;
    }

    private static boolean isBase64Url(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
