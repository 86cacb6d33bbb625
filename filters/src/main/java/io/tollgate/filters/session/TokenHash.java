package io.tollgate.filters.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of a token: what is kept in its place. Confined to its {@link TokenDigest} until {@link #copy} makes one
 * that never changes.
 */
final class TokenHash {
    static final int BYTES = 32;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private long a;
    private long b;
    private long c;
    private long d;

    /** A hash that was kept. */
    static TokenHash of(byte[] hash) {
        TokenHash made = new TokenHash();
        made.load(hash);
        return made;
    }

    void load(byte[] hash) {
        a = (long) LONG.get(hash, 0);
        b = (long) LONG.get(hash, 8);
        c = (long) LONG.get(hash, 16);
        d = (long) LONG.get(hash, 24);
    }

    TokenHash copy() {
        return of(a, b, c, d);
    }

    static TokenHash of(long a, long b, long c, long d) {
        TokenHash made = new TokenHash();
        made.a = a;
        made.b = b;
        made.c = c;
        made.d = d;
        return made;
    }

    /** Whether these are its 256 bits. */
    boolean is(long first, long second, long third, long fourth) {
        return a == first && b == second && c == third && d == fourth;
    }

    long first() {
        return a;
    }

    long second() {
        return b;
    }

    long third() {
        return c;
    }

    long fourth() {
        return d;
    }

    byte[] bytes() {
        byte[] hash = new byte[BYTES];
        LONG.set(hash, 0, a);
        LONG.set(hash, 8, b);
        LONG.set(hash, 16, c);
        LONG.set(hash, 24, d);
        return hash;
    }

    /** Hashes are random, so any part of one spreads well. How long a comparison takes tells of the hash, not the token. */
    @Override
    public int hashCode() {
        return (int) (a ^ a >>> 32);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenHash that && a == that.a && b == that.b && c == that.c && d == that.d;
    }

    /** Nothing of the hash. */
    @Override
    public String toString() {
        return "TokenHash";
    }
}
