package io.tollgate.filters.device;

import io.tollgate.filters.seal.DerivedKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Seals what a browser is given to show later: nobody can make up secrets of devices, and a list is good only as it was
 * given. Safe for use by any thread.
 *
 * <p>In base64url: the secrets, then the first half of their HMAC-SHA256 (RFC 2104, section 5 for the half).
 */
public final class DeviceSeal {
    private static final int TAG = 16;
    private static final int LONGEST = (Presented.MOST * DeviceSecret.BYTES + TAG) * 4 / 3 + 4;
    private static final byte[] LABEL = "devices 1 ".getBytes(StandardCharsets.US_ASCII);

    private final DerivedKey key;

    /** Seals under this key. */
    public DeviceSeal(DerivedKey key) {
        this.key = key;
    }

    /** The sealed text. */
    public String sealed(Presented presented) {
        List<DeviceSecret> secrets = presented.secrets();
        int length = secrets.size() * DeviceSecret.BYTES;
        byte[] all = new byte[length + TAG];
        for (int i = 0; i < secrets.size(); i++) {
            secrets.get(i).writeTo(all, i * DeviceSecret.BYTES);
        }
        System.arraycopy(tag(all, length), 0, all, length, TAG);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** What was sealed; nothing where this is not what was given out, whatever it is. */
    public Presented opened(@Nullable String text) {
        byte[] all = text == null || text.length() > LONGEST ? null : decoded(text);
        int length = all == null ? 0 : all.length - TAG;
        if (all == null || length <= 0 || length % DeviceSecret.BYTES != 0) {
            return Presented.NOTHING;
        }
        if (!MessageDigest.isEqual(tag(all, length), Arrays.copyOfRange(all, length, all.length))) {
            return Presented.NOTHING;
        }
        List<DeviceSecret> secrets = new ArrayList<>();
        for (int at = 0; at < length; at += DeviceSecret.BYTES) {
            secrets.add(new DeviceSecret(Arrays.copyOfRange(all, at, at + DeviceSecret.BYTES)));
        }
        return new Presented(secrets);
    }

    private static byte @Nullable [] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null; // Somebody else's cookie, or half of ours.
        }
    }

    private byte[] tag(byte[] all, int length) {
        Mac mac = key.mac();
        mac.update(LABEL);
        mac.update(all, 0, length);
        return Arrays.copyOf(mac.doFinal(), TAG);
    }
}
