package io.tollgate.filters.kept;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Names that nobody can guess, made without asking the system for randomness each time. Safe for use by any thread. */
final class KeptIds {
    private static final int ID_BYTES = 18;
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;
    private final AtomicLong next = new AtomicLong();

    KeptIds(SecureRandom random) {
        byte[] secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        key = new SecretKeySpec(secret, "HmacSHA256");
    }

    String next() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] all = mac.doFinal(ByteBuffer.allocate(Long.BYTES)
                    .putLong(next.getAndIncrement())
                    .array());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(all, ID_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every runtime has HMAC-SHA-256", e);
        }
    }
}
