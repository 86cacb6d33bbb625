package io.tollgate.filters.seal;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A key for one purpose, derived from the sealing key. Immutable; it never shows itself. */
public final class DerivedKey {
    private static final String HMAC = "HmacSHA256";

    private final String id;
    private final SecretKey key;

    DerivedKey(String id, byte[] key) {
        this.id = id;
        this.key = new SecretKeySpec(key, HMAC);
    }

    /** What names the key in public: it tells nothing about the key. */
    public String id() {
        return id;
    }

    /** The key itself, for whoever keeps a Mac of their own. */
    public SecretKey secret() {
        return key;
    }

    /** The key itself, sealed; {@link #opened} is the way back. */
    String sealed(Sealer sealer, String purpose, String rowId) {
        byte[] bytes = key.getEncoded();
        try {
            return sealer.seal(purpose, rowId, bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    static DerivedKey opened(String id, Sealer sealer, String purpose, String rowId, String sealed) {
        byte[] bytes = sealer.open(purpose, rowId, sealed);
        try {
            return new DerivedKey(id, bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** The same key for AES-256. */
    SecretKey aes() {
        byte[] bytes = key.getEncoded();
        try {
            return new SecretKeySpec(bytes, "AES");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** An HMAC-SHA256 (RFC 2104) under this key, ready to be fed; for one thread at a time. */
    public Mac mac() {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    /** HMAC-SHA256 of these bytes, in lower-case hex. */
    public String hmacHex(byte[] message) {
        return HexFormat.of().formatHex(mac().doFinal(message));
    }

    /** Its id only. */
    @Override
    public String toString() {
        return "DerivedKey[" + id + "]";
    }
}
