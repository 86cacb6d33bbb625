package io.tollgate.proxy;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * References that a person can read out on the phone: eight letters and digits that are not mistaken for one another. They
 * are no secret; they only must not repeat soon. Safe for use by any thread, without a lock.
 */
final class References implements Supplier<String> {
    /** Crockford's base 32: no I, L, O or U. */
    private static final char[] LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

    private static final int LENGTH = 8;
    /** An odd number, so that multiplying by it visits every value before one comes again. */
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private final AtomicLong next;

    References(SecureRandom random) {
        next = new AtomicLong(random.nextLong());
    }

    @Override
    public String get() {
        long bits = next.getAndAdd(STEP);
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        bits ^= bits >>> 31;
        char[] text = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            text[i] = LETTERS[(int) (bits >>> (5 * i)) & 31];
        }
        return new String(text, 0, 4) + "-" + new String(text, 4, 4);
    }
}
