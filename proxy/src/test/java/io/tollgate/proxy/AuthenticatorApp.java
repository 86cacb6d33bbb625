package io.tollgate.proxy;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An authenticator app on somebody's telephone (RFC 6238), told its seed by the page that shows it; none of our own code. */
public final class AuthenticatorApp {
    private static final Pattern SEED = Pattern.compile("<p class=\"seed\"><code>([A-Z2-7 ]+)</code>");
    private static final Pattern RECOVERY = Pattern.compile("<li><code>([0-9A-Z-]+)</code></li>");

    private final String seed;

    private AuthenticatorApp(String seed) {
        this.seed = seed;
    }

    /** The app of whoever reads this page. */
    public static AuthenticatorApp scanning(String page) {
        Matcher matcher = SEED.matcher(page);
        if (!matcher.find()) {
            throw new AssertionError("no seed on this page: " + page);
        }
        return new AuthenticatorApp(matcher.group(1).replace(" ", ""));
    }

    /** The recovery codes that a page shows. */
    public static List<String> recoveryCodes(String page) {
        List<String> codes = new ArrayList<>();
        for (Matcher matcher = RECOVERY.matcher(page); matcher.find(); ) {
            codes.add(matcher.group(1));
        }
        return codes;
    }

    /** In base32. */
    public String seed() {
        return seed;
    }

    /** What it shows at this time. */
    public String code(Instant time) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(bytes(), "HmacSHA1"));
            byte[] hash = mac.doFinal(
                    ByteBuffer.allocate(8).putLong(time.getEpochSecond() / 30).array());
            int number = ByteBuffer.wrap(hash).getInt(hash[19] & 0xf) & 0x7fffffff;
            return String.format("%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** What it shows neither now nor about now. */
    public String wrong(Instant time) {
        for (int number = 0; ; number++) {
            String wrong = String.format("%06d", number);
            if (!wrong.equals(code(time.minusSeconds(30)))
                    && !wrong.equals(code(time))
                    && !wrong.equals(code(time.plusSeconds(30)))) {
                return wrong;
            }
        }
    }

    private byte[] bytes() {
        StringBuilder bits = new StringBuilder();
        for (int i = 0; i < seed.length(); i++) {
            int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(seed.charAt(i));
            bits.append(Integer.toBinaryString(32 | value).substring(1));
        }
        byte[] bytes = new byte[bits.length() / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
        }
        return bytes;
    }
}
