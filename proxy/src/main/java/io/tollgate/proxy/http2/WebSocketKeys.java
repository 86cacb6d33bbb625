package io.tollgate.proxy.http2;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * The keys of WebSocket handshakes that are made here (RFC 6455 section 4.1). They prove that the other end knows the
 * protocol and are no secret: any source of different numbers will do. Confined to one event loop.
 */
final class WebSocketKeys {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final RandomGenerator random;

    WebSocketKeys(RandomGenerator random) {
        this.random = random;
    }

    /** A key nobody had before. */
    String next() {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        return Base64.getEncoder().encodeToString(nonce);
    }

    /** What a server that understood this key answers. */
    static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
    }
}
