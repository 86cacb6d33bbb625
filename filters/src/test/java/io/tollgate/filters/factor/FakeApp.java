package io.tollgate.filters.factor;

import java.math.BigInteger;
import java.time.Instant;

/** An authenticator app that was told a seed as its user reads it. */
public final class FakeApp {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final byte[] seed;

    /** Told by hand: in base32, blanks and all. */
    public FakeApp(String typed) {
        BigInteger bits = BigInteger.ONE; // Keeps the zeros that a seed may begin with.
        for (char c : typed.replace(" ", "").toCharArray()) {
            bits = bits.shiftLeft(5).or(BigInteger.valueOf(BASE32.indexOf(c)));
        }
        byte[] bytes = bits.toByteArray();
        seed = new byte[Totp.SEED_BYTES];
        System.arraycopy(bytes, bytes.length - seed.length, seed, 0, seed.length);
    }

    /** What it shows. */
    public String code(Instant time) {
        return String.format("%06d", Totp.code(seed, Totp.step(time), Totp.DIGITS));
    }

    /** What it does not show now, just before or soon. */
    public String wrong(Instant time) {
        for (int code = 0; ; code++) {
            String wrong = String.format("%06d", code);
            if (!wrong.equals(code(time.minusSeconds(30)))
                    && !wrong.equals(code(time))
                    && !wrong.equals(code(time.plusSeconds(30)))) {
                return wrong;
            }
        }
    }
}
