package io.tollgate.filters.identity;

import java.lang.ref.SoftReference;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Argon2id (RFC 9106) with 19 MiB, two passes and one lane. Safe for use by any thread: each that hashes takes memory that
 * another one has left, as long as the collector need not have it.
 */
public final class Argon2Hasher implements PasswordHasher {
    /** OWASP's least for one lane; a hash of other parameters is compared by its own. */
    static final Phc.Cost COST = new Phc.Cost(19 * 1024, 2, 1);

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final SecureRandom random;
    private final PasswordHash dummy;
    private final Queue<SoftReference<Argon2Memory>> left = new ConcurrentLinkedQueue<>();

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

    @Override
    public boolean isOutdated(PasswordHash hash) {
        Phc.Cost cost = Phc.parse(hash).cost();
        return cost.memoryKib() < COST.memoryKib()
                || (long) cost.memoryKib() * cost.passes() < (long) COST.memoryKib() * COST.passes();
    }

    @Override
    public PasswordHash dummy(@Nullable PasswordHash like) {
        if (like == null) {
            return dummy;
        }
        Phc real = Phc.parse(like);
        return real.cost().equals(COST) ? dummy : new Phc(real.cost(), bytes(SALT_BYTES), bytes(HASH_BYTES)).encoded();
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] argon2(Phc.Cost cost, byte[] salt, int length, char[] password) {
        byte[] text = PasswordText.utf8(password);
        try {
            return cost.equals(COST) ? usual(text, salt, length) : other(cost, salt, length, text);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private byte[] usual(byte[] text, byte[] salt, int length) {
        Argon2Memory memory = memory();
        try {
            return memory.tag(text, salt, length);
        } finally { // wiped, whatever came of it
            left.add(new SoftReference<>(memory));
        }
    }

    private Argon2Memory memory() {
        for (SoftReference<Argon2Memory> next = left.poll(); next != null; next = left.poll()) {
            Argon2Memory memory = next.get();
            if (memory != null) {
                return memory;
            }
        }
        return new Argon2Memory(COST);
    }

    /** A hash from elsewhere is rare: its memory is taken anew. */
    private static byte[] other(Phc.Cost cost, byte[] salt, int length, byte[] text) {
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
    }
}
