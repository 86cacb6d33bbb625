package io.tollgate.filters.factor;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time codes (RFC 6238 over RFC 4226): HMAC-SHA-1, six digits, steps of 30 seconds, which is what every
 * authenticator app knows. Stateless.
 */
final class Totp {
    /** RFC 4226 section 4, R6: 160 bits are recommended. */
    static final int SEED_BYTES = 20;

    static final int DIGITS = 6;
    static final int STEP_SECONDS = 30;
    /** What {@link #matching} says where no step fits. */
    static final long NONE = -1;

    /** Steps before and after the one there is now: a telephone's clock may be that wrong (RFC 6238 section 5.2). */
    private static final int WINDOW = 1;

    private static final String HMAC = "HmacSHA1";

    private Totp() {}

    /** The step of a time: how many of them there were since 1970. */
    static long step(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), (long) STEP_SECONDS);
    }

    /** When a step begins. */
    static Instant time(long step) {
        return Instant.ofEpochSecond(step * STEP_SECONDS);
    }

    /** The code of a step, as a number of so many digits. */
    static int code(byte[] seed, long step, int digits) {
        byte[] hash = hmac(seed, ByteBuffer.allocate(8).putLong(step).array());
        int offset = hash[hash.length - 1] & 15;
        int truncated = ByteBuffer.wrap(hash, offset, 4).getInt() & Integer.MAX_VALUE;
        return (int) (truncated % Math.round(Math.pow(10, digits)));
    }

    /**
     * The latest step about now whose code this is, used or not; {@link #NONE} where there is none. Takes the same time for all.
     *
     * @param code six digits as a number
     */
    static long matching(byte[] seed, int code, long now) {
        long found = NONE;
        for (long step = Math.max(0, now - WINDOW); step <= now + WINDOW; step++) {
            long difference = code(seed, step, DIGITS) ^ code;
            long isSame = (difference - 1) >> 63; // All ones where there is no difference.
            found = (step & isSame) | (found & ~isSame);
        }
        return found;
    }

    private static byte[] hmac(byte[] seed, byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(seed, HMAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
