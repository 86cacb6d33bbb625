package io.tollgate.filters.seal;

import io.tollgate.filters.seal.SealException.Fault;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * What a sealed value is made of. As text: the version {@code 1}, the id of the key, and nonce and ciphertext with its tag
 * in base64url, joined by dots.
 */
final class SealedValue {
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    private static final String VERSION = "1.";
    private static final int KEY_ID_CHARS = 16;
    private static final int HEAD = VERSION.length() + KEY_ID_CHARS + 1;

    private final String keyId;
    private final byte[] nonce;
    private final byte[] sealed;

    SealedValue(String keyId, byte[] nonce, byte[] sealed) {
        this.keyId = keyId;
        this.nonce = nonce;
        this.sealed = sealed;
    }

    /** Reads one, or throws {@link SealException}; nothing of the text is quoted. */
    static SealedValue parse(String text) {
        if (text.length() <= HEAD || !text.startsWith(VERSION) || text.charAt(HEAD - 1) != '.') {
            throw notSealed();
        }
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(text.substring(HEAD));
        } catch (IllegalArgumentException e) {
            throw notSealed();
        }
        if (all.length < NONCE_BYTES + TAG_BYTES) {
            throw notSealed();
        }
        byte[] nonce = new byte[NONCE_BYTES];
        byte[] sealed = new byte[all.length - NONCE_BYTES];
        ByteBuffer.wrap(all).get(nonce).get(sealed);
        return new SealedValue(text.substring(VERSION.length(), HEAD - 1), nonce, sealed);
    }

    String keyId() {
        return keyId;
    }

    byte[] nonce() {
        return nonce;
    }

    /** The ciphertext and its tag. */
    byte[] sealed() {
        return sealed;
    }

    private static SealException notSealed() {
        return new SealException(
                Fault.NOT_SEALED,
                "a value that should be sealed is not, or by a newer release: start that one, or restore a backup");
    }

    @Override
    public String toString() {
        byte[] all = ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
        return VERSION + keyId + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }
}
