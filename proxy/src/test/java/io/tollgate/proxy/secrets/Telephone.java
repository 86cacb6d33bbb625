package io.tollgate.proxy.secrets;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;

/** An authenticator app (RFC 6238). */
final class Telephone {
    private static final Pattern SEED = Pattern.compile("secret=([A-Z2-7]+)");

    private final Secrets secrets;
    private final byte[] seed;

    /** Scans the page by which an app is set up. */
    Telephone(Secrets secrets, String page) {
        Matcher shown = SEED.matcher(page);
        if (!shown.find()) {
            throw new IllegalStateException("no seed on the page: " + page);
        }
        this.secrets = secrets;
        String text = secrets.add("seed", shown.group(1));
        secrets.add("seed", text.replaceAll("(.{4})(?=.)", "$1 "));
        seed = new Base32().decode(text);
        secrets.add("seed", seed);
    }

    /** The code of the step that is now, or so many later. */
    String code(int later) throws GeneralSecurityException {
        long step = Instant.now().getEpochSecond() / 30 + later;
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(seed, "HmacSHA1"));
        byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
        int offset = hash[hash.length - 1] & 15;
        int number = ByteBuffer.wrap(hash, offset, 4).getInt() & Integer.MAX_VALUE;
        return secrets.add("code", "%06d".formatted(number % 1_000_000));
    }
}
