package io.tollgate.filters.applogin;

import io.tollgate.filters.scratch.ScratchPool;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * What credentials are remembered by while the gateway runs: SHA-256 over a key that is in memory only, and the credentials.
 * Safe for use by any thread.
 */
final class Fingerprints {
    private static final int KEY_BYTES = 64;

    private final byte[] key = new byte[KEY_BYTES];
    private final ScratchPool<MessageDigest> digests = new ScratchPool<>(Fingerprints::sha256);

    Fingerprints(SecureRandom random) {
        random.nextBytes(key);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Of texts in this order; no two lists run together into the same bytes. */
    ByteBuffer of(String... parts) {
        MessageDigest digest = digests.take();
        try {
            digest.update(key);
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                digest.update(bytes);
            }
            return ByteBuffer.wrap(digest.digest());
        } finally {
            digests.giveBack(digest);
        }
    }

    /** Of bytes as they came. */
    byte[] of(byte[] bytes, int start, int end) {
        MessageDigest digest = digests.take();
        try {
            digest.update(key);
            digest.update(bytes, start, end - start);
            return digest.digest();
        } finally {
            digests.giveBack(digest);
        }
    }
}
