package io.tollgate.proxy;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An authenticator app, by RFC 4648, 4226 and 6238 alone: knows nothing of the gateway's own code. */
final class Telephone {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final byte[] seed;

    private Telephone(byte[] seed) {
        this.seed = seed;
    }

    /** One that was told this text, as people type it. */
    static Telephone told(String text) {
        String letters = text.replaceAll("[\\s=-]", "").toUpperCase(Locale.ROOT);
        byte[] seed = new byte[letters.length() * 5 / 8];
        int bits = 0;
        int held = 0;
        int at = 0;
        for (int i = 0; i < letters.length(); i++) {
            held = (held << 5 | ALPHABET.indexOf(letters.charAt(i))) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                seed[at++] = (byte) (held >> bits);
            }
        }
        return new Telephone(seed);
    }

    /** What it shows then. */
    String code(Instant at) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(seed, "HmacSHA1"));
        byte[] hash = mac.doFinal(
                ByteBuffer.allocate(8).putLong(at.getEpochSecond() / 30).array());
        int offset = hash[hash.length - 1] & 15;
        int number = ByteBuffer.wrap(hash, offset, 4).getInt() & Integer.MAX_VALUE;
        return String.format(Locale.ROOT, "%06d", number % 1_000_000);
    }

    /** One that can't be right then, nor a step before or after. */
    String wrong(Instant at) throws GeneralSecurityException {
        for (int i = 0; ; i++) {
            String guess = String.format(Locale.ROOT, "%06d", i);
            if (!guess.equals(code(at))
                    && !guess.equals(code(at.plusSeconds(30)))
                    && !guess.equals(code(at.minusSeconds(30)))) {
                return guess;
            }
        }
    }
}
