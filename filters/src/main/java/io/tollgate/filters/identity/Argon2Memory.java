package io.tollgate.filters.identity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/**
 * Argon2id, version 1.3, with one lane (RFC 9106 section 3), in memory that is used again for the next hash and wiped in between.
 * For one thread at a time.
 *
 * <p>Memory that each hash would take anew and leave to the collector is what people who are in would feel when many log in.
 */
final class Argon2Memory {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WORDS = 128;
    private static final int BLOCK_BYTES = 1024;
    private static final int SLICES = 4;
    private static final int VERSION = 0x13;
    private static final int ARGON2ID = 2;
    private static final int DIGEST = 64;
    private static final long LOW = 0xffffffffL;

    private final Phc.Cost cost;
    private final int blocks;
    private final int segment;
    private final long[] memory;
    private final long[] work = new long[WORDS];
    private final long[] counter = new long[WORDS];
    private final long[] addresses = new long[WORDS];
    private final long[] zero = new long[WORDS];

    /** Memory for hashes of this cost, which has one lane. */
    Argon2Memory(Phc.Cost cost) {
        if (cost.lanes() != 1) {
            throw new IllegalArgumentException("one lane");
        }
        this.cost = cost;
        this.segment = cost.memoryKib() / SLICES;
        this.blocks = segment * SLICES;
        this.memory = new long[blocks * WORDS];
    }

    /** The tag of this length, 4 bytes and more. */
    byte[] tag(byte[] password, byte[] salt, int length) {
        try {
            begin(password, salt, length);
            for (int pass = 0; pass < cost.passes(); pass++) {
                for (int slice = 0; slice < SLICES; slice++) {
                    fill(pass, slice);
                }
            }
            byte[] last = bytes(memory, (blocks - 1) * WORDS);
            byte[] tag = longHash(length, last);
            Arrays.fill(last, (byte) 0);
            return tag;
        } finally {
            Arrays.fill(memory, 0);
            Arrays.fill(work, 0);
        }
    }

    /** H0 and the first two blocks: section 3.2, steps 1 to 4. */
    private void begin(byte[] password, byte[] salt, int length) {
        Blake2bDigest digest = new Blake2bDigest(DIGEST * Byte.SIZE);
        for (int number : new int[] {1, length, cost.memoryKib(), cost.passes(), VERSION, ARGON2ID, password.length}) {
            digest.update(littleEndian(number), 0, Integer.BYTES);
        }
        digest.update(password, 0, password.length);
        digest.update(littleEndian(salt.length), 0, Integer.BYTES);
        digest.update(salt, 0, salt.length);
        digest.update(littleEndian(0), 0, Integer.BYTES); // no secret
        digest.update(littleEndian(0), 0, Integer.BYTES); // no associated data
        byte[] seed = new byte[DIGEST + 2 * Integer.BYTES];
        digest.doFinal(seed, 0);
        digest.reset();
        for (int block = 0; block < 2; block++) {
            INT.set(seed, DIGEST, block);
            byte[] bytes = longHash(BLOCK_BYTES, seed);
            for (int i = 0; i < WORDS; i++) {
                memory[block * WORDS + i] = (long) LONG.get(bytes, i * Long.BYTES);
            }
            Arrays.fill(bytes, (byte) 0);
        }
        Arrays.fill(seed, (byte) 0);
    }

    /** H' of section 3.3. */
    private static byte[] longHash(int length, byte[] input) {
        Blake2bDigest first = new Blake2bDigest(Math.min(length, DIGEST) * Byte.SIZE);
        first.update(littleEndian(length), 0, Integer.BYTES);
        first.update(input, 0, input.length);
        byte[] out = new byte[length];
        if (length <= DIGEST) {
            first.doFinal(out, 0);
            return out;
        }
        byte[] value = new byte[DIGEST];
        first.doFinal(value, 0);
        int at = 0;
        while (length - at > DIGEST) {
            System.arraycopy(value, 0, out, at, DIGEST / 2);
            at += DIGEST / 2;
            Blake2bDigest next = new Blake2bDigest(Math.min(length - at, DIGEST) * Byte.SIZE);
            next.update(value, 0, value.length);
            value = new byte[next.getDigestSize()];
            next.doFinal(value, 0);
        }
        System.arraycopy(value, 0, out, at, value.length);
        return out;
    }

    /** One segment: sections 3.4 and 3.5. What stands for it is chosen by the data only after half of the first pass. */
    private void fill(int pass, int slice) {
        boolean isIndependent = pass == 0 && slice < SLICES / 2;
        int from = pass == 0 && slice == 0 ? 2 : 0;
        if (isIndependent) {
            Arrays.fill(counter, 0);
            counter[0] = pass;
            counter[2] = slice;
            counter[3] = blocks;
            counter[4] = cost.passes();
            counter[5] = ARGON2ID;
        }
        for (int i = from; i < segment; i++) {
            int current = slice * segment + i;
            int previous = (current == 0 ? blocks : current) - 1;
            if (isIndependent && (i == from || i % WORDS == 0)) {
                counter[6]++;
                compress(zero, 0, counter, 0, addresses, 0, false);
                compress(zero, 0, addresses, 0, addresses, 0, false);
            }
            long random = isIndependent ? addresses[i % WORDS] : memory[previous * WORDS];
            int reference = reference(pass, slice, i, random);
            compress(memory, previous * WORDS, memory, reference * WORDS, memory, current * WORDS, pass > 0);
        }
    }

    private int reference(int pass, int slice, int i, long random) {
        int area = (pass == 0 ? slice * segment : blocks - segment) + i - 1;
        int start = pass == 0 ? 0 : (slice + 1) % SLICES * segment;
        long x = ((random & LOW) * (random & LOW)) >>> Integer.SIZE;
        long back = (area * x) >>> Integer.SIZE;
        return (int) ((start + area - 1 - back) % blocks);
    }

    /** G of section 3.5: two blocks into a third, over what is there or together with it. */
    private void compress(long[] x, int atX, long[] y, int atY, long[] to, int atTo, boolean isTogether) {
        for (int i = 0; i < WORDS; i++) {
            work[i] = x[atX + i] ^ y[atY + i];
        }
        for (int row = 0; row < 8; row++) {
            permute(work, row * 16, 2);
        }
        for (int column = 0; column < 8; column++) {
            permute(work, column * 2, 16);
        }
        for (int i = 0; i < WORDS; i++) {
            long mixed = work[i] ^ x[atX + i] ^ y[atY + i];
            to[atTo + i] = isTogether ? mixed ^ to[atTo + i] : mixed;
        }
    }

    /** P of section 3.6, on sixteen words: pairs that stand so far apart. */
    private static void permute(long[] v, int at, int apart) {
        int a = at;
        int b = at + 2 * apart;
        int c = at + 4 * apart;
        int d = at + 6 * apart;
        mix(v, a, b, c, d);
        mix(v, a + 1, b + 1, c + 1, d + 1);
        mix(v, a + apart, b + apart, c + apart, d + apart);
        mix(v, a + apart + 1, b + apart + 1, c + apart + 1, d + apart + 1);
        mix(v, a, b + 1, c + apart, d + apart + 1);
        mix(v, a + 1, b + apart, c + apart + 1, d);
        mix(v, a + apart, b + apart + 1, c, d + 1);
        mix(v, a + apart + 1, b, c + 1, d + apart);
    }

    /** GB of section 3.6. */
    private static void mix(long[] v, int atA, int atB, int atC, int atD) {
        long a = v[atA];
        long b = v[atB];
        long c = v[atC];
        long d = v[atD];
        a += b + 2 * (a & LOW) * (b & LOW);
        d = Long.rotateRight(d ^ a, 32);
        c += d + 2 * (c & LOW) * (d & LOW);
        b = Long.rotateRight(b ^ c, 24);
        a += b + 2 * (a & LOW) * (b & LOW);
        d = Long.rotateRight(d ^ a, 16);
        c += d + 2 * (c & LOW) * (d & LOW);
        b = Long.rotateRight(b ^ c, 63);
        v[atA] = a;
        v[atB] = b;
        v[atC] = c;
        v[atD] = d;
    }

    private static byte[] bytes(long[] words, int at) {
        byte[] bytes = new byte[BLOCK_BYTES];
        for (int i = 0; i < WORDS; i++) {
            LONG.set(bytes, i * Long.BYTES, words[at + i]);
        }
        return bytes;
    }

    private static byte[] littleEndian(int number) {
        byte[] bytes = new byte[Integer.BYTES];
        INT.set(bytes, 0, number);
        return bytes;
    }
}
