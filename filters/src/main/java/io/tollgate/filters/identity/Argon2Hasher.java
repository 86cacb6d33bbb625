package io.tollgate.filters.identity;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id (RFC 9106) with 19 MiB, two passes and one lane. Immutable. */
public final class Argon2Hasher implements PasswordHasher {
    /** OWASP's least for one lane; a hash of other parameters is compared by its own. */
    static final Phc.Cost COST = new Phc.Cost(19 * 1024, 2, 1);

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final SecureRandom random;
    private final PasswordHash dummy;

    public Argon2Hasher(SecureRandom random) {
        this.random = random;
        this.dummy = new Phc(COST, bytes(SALT_BYTES), bytes(HASH_BYTES)).encoded();
    }

    @Override
    public PasswordHash hash(char[] password) {
        if (PasswordText.isTooLong(password)) {
            throw new IllegalArgumentException("too long a password");
        }
        byte[] salt = bytes(SALT_BYTES);
        return new Phc(COST, salt, argon2(COST, salt, HASH_BYTES, password)).encoded();
    }

    @Override
    public boolean matches(PasswordHash hash, char[] password) {
        Phc phc = Phc.parse(hash);
        byte[] computed = argon2(phc.cost(), phc.salt(), phc.hash().length, password);
        return MessageDigest.isEqual(computed, phc.hash()) && !PasswordText.isTooLong(password);
    }

    @Override
    public PasswordHash dummy() {
        return dummy;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] argon2(Phc.Cost cost, byte[] salt, int length, char[] password) {
        byte[] text = PasswordText.utf8(password);
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(cost.memoryKib())
                    .withIterations(cost.passes())
                    .withParallelism(cost.lanes())
                    .withSalt(salt)
                    .build());
            byte[] hash = new byte[length];
            generator.generateBytes(text, hash);
            return hash;
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }
}
