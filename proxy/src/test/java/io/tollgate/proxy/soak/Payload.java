package io.tollgate.proxy.soak;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;

/** Bytes that belong to one nonce and no other. Stateless. */
final class Payload {
    private Payload() {}

    static byte[] of(String nonce, int size) {
        byte[] bytes = new byte[size];
        new Random(crc(nonce.getBytes(StandardCharsets.US_ASCII))).nextBytes(bytes);
        return bytes;
    }

    static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
