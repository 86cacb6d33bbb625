package io.tollgate.filters.device;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What a browser shows to be a known device: 160 random bits. Immutable; it never shows itself. */
final class DeviceSecret {
    static final int BYTES = 20;

    private final byte[] bytes;

    /** These bytes, which are not copied. */
    DeviceSecret(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("not a device's secret");
        }
        this.bytes = bytes;
    }

    static DeviceSecret random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new DeviceSecret(bytes);
    }

    /** What is kept in its place. */
    String hash() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    void writeTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, BYTES);
    }

    @Override
    public String toString() {
        return "DeviceSecret";
    }
}
