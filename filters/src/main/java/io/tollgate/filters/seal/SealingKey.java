package io.tollgate.filters.seal;

import io.tollgate.config.SealKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * The one secret from which every other key comes, each by HKDF-SHA256 (RFC 5869) under a label of its own. Immutable; it
 * never shows itself.
 *
 * <p>As text it is 32 bytes or more in base64, on one line: what {@code openssl rand -base64 32} prints.
 */
public final class SealingKey {
    private static final int BYTES = 32;
    private static final byte[] SALT = "tollgate seal 1".getBytes(StandardCharsets.US_ASCII);
    private static final String REMEDY = "it is 32 random bytes or more in base64, as `openssl rand -base64 32` prints";

    private final byte[] secret;
    private final String id;

    private SealingKey(byte[] secret) {
        this.secret = secret;
        this.id = HexFormat.of().formatHex(expand("key id", 8));
    }

    /** Reads the key from this text, or throws with {@code place} in the message. */
    public static SealingKey parse(String text, String place) throws SealKeyException {
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(text.strip().replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            throw new SealKeyException(place + ": is not a sealing key: " + REMEDY); // without e, which quotes the text
        }
        if (secret.length < BYTES) {
            throw new SealKeyException(place + ": is too short for a sealing key: " + REMEDY);
        }
        return new SealingKey(secret);
    }

    /**
     * Reads the key from where the configuration says, and makes it where it is to be made.
     *
     * @param data the data directory: the key never lies in it, and where it holds a store already no new key is made
     */
    public static SealingKey load(SealKey source, Path data, SecureRandom random) throws SealKeyException {
        if (source instanceof SealKey.Inline inline) {
            return parse(inline.secret().reveal(), "keys.seal");
        }
        boolean generated = source instanceof SealKey.Generated;
        Path file = generated ? ((SealKey.Generated) source).path() : ((SealKey.InFile) source).path();
        try {
            KeyFile keyFile = new KeyFile(file);
            keyFile.refuseBelow(data);
            if (generated && !Files.exists(file)) {
                if (Files.exists(data.resolve("store.db"))) {
                    throw new SealKeyException("sealing key " + file + ": is missing, but " + data
                            + " was written with it; put it back from a backup, or name where it is by keys.seal");
                }
                keyFile.make(fresh(random));
            }
            return parse(keyFile.read(), "sealing key " + file);
        } catch (SealKeyException e) {
            throw e;
        } catch (IOException e) {
            throw new SealKeyException(
                    "sealing key " + file + ": can't be read or made (" + e + "); check the folder and who owns it", e);
        }
    }

    /** A new key's text, one line with its end. */
    static String fresh(SecureRandom random) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        return Base64.getEncoder().encodeToString(secret) + "\n";
    }

    /** What names the key in public: it tells nothing about the key. */
    public String id() {
        return id;
    }

    /** The key for the purpose that this label names; the same label gives the same key, two labels unrelated ones. */
    public DerivedKey derive(String label) {
        byte[] key = expand("key " + label, BYTES);
        try {
            return new DerivedKey(HexFormat.of().formatHex(expand("id of key " + label, 8)), key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private byte[] expand(String label, int length) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(new HKDFParameters(secret, SALT, label.getBytes(StandardCharsets.UTF_8)));
        byte[] out = new byte[length];
        hkdf.generateBytes(out, 0, length);
        return out;
    }

    /** Its id only. */
    @Override
    public String toString() {
        return "SealingKey[" + id + "]";
    }
}
