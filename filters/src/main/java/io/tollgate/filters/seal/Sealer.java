package io.tollgate.filters.seal;

import io.tollgate.filters.seal.SealException.Fault;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals what must be kept and read again, so that a copy of the data alone tells nothing: AES-256-GCM (NIST SP 800-38D)
 * under a key of its own for each purpose, bound to the row the value is in.
 *
 * <p>A sealed value says by which key it was sealed, so that a rotation can go on beside whoever seals and opens: both keys
 * open, the newer one seals. Whoever writes a sealed value into the store asks {@link #renewed} there, on the store's own
 * thread: a value that was sealed a moment before the rotation is then never written after it under the key that went.
 *
 * <p>Safe for use by any thread.
 */
public final class Sealer {
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final SecureRandom random;
    private volatile KeyRing ring;

    /** Seals with this key. */
    public Sealer(SealingKey key, SecureRandom random) {
        this.random = random;
        this.ring = KeyRing.of(key);
    }

    /** What names the key that seals now. */
    public String keyId() {
        return ring.current().id();
    }

    /** From now on this key seals; those before it still open what they sealed. */
    public synchronized void rotated(SealingKey next) {
        ring = ring.with(next);
    }

    /** These bytes sealed: one line of ASCII, another each time. The bytes stay the caller's, who wipes them. */
    public String seal(String purpose, String rowId, byte[] secret) {
        KeyRing now = ring;
        byte[] nonce = new byte[SealedValue.NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, now.current(), nonce, purpose, rowId);
            return new SealedValue(now.current().id(), nonce, cipher.doFinal(secret)).toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + CIPHER, e);
        }
    }

    /**
     * What was sealed for this purpose and row. The bytes are the caller's, who wipes them as soon as may be.
     *
     * @throws SealException where that is no sealed value, was sealed with another key, for another purpose or row, or changed
     */
    public byte[] open(String purpose, String rowId, String sealed) {
        SealedValue value = SealedValue.parse(sealed);
        SealingKey key = ring.key(value.keyId());
        if (key == null) {
            throw new SealException(
                    Fault.OTHER_KEY,
                    "the value of " + purpose + " for " + rowId + " was sealed with the key " + value.keyId()
                            + ", and the sealing key is " + keyId() + "; put the key back that keys.seal named then");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, key, value.nonce(), purpose, rowId)
                    .doFinal(value.sealed());
        } catch (AEADBadTagException e) {
            throw new SealException(
                    Fault.NOT_GENUINE,
                    "the value of " + purpose + " for " + rowId
                            + " is not what was sealed there: the data were changed by somebody"
                            + " else; restore a backup, or reset what it belongs to");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + CIPHER, e);
        }
    }

    /** The same value under the key that seals now: as it is where it is that already. Throws as {@link #open}. */
    public String renewed(String purpose, String rowId, String sealed) {
        if (keyOf(sealed).equals(keyId())) {
            return sealed;
        }
        byte[] secret = open(purpose, rowId, sealed);
        try {
            return seal(purpose, rowId, secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** What names the key by which this was sealed; throws where it is no sealed value. */
    public static String keyOf(String sealed) {
        return SealedValue.parse(sealed).keyId();
    }

    private static Cipher cipher(int mode, SealingKey key, byte[] nonce, String purpose, String rowId)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key.derive("seal " + purpose).aes(), new GCMParameterSpec(8 * SealedValue.TAG_BYTES, nonce));
        cipher.updateAAD(bound(purpose, rowId));
        return cipher;
    }

    /** The purpose, a zero byte, the row: no other pair gives the same, as no purpose has a zero in it. */
    private static byte[] bound(String purpose, String rowId) {
        if (purpose.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a purpose has no zero byte");
        }
        return (purpose + '\0' + rowId).getBytes(StandardCharsets.UTF_8);
    }
}
