package io.tollgate.proxy.tls;

import java.math.BigInteger;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.AbstractECMultiplier;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECLookupTable;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.raw.Nat256;

/**
 * Multiplies the base point of P-256 (FIPS 186-5, SP 800-186) without a doubling: for every five bits of the number there is a table
 * with the multiples that it may stand for. All arithmetic is Bouncy Castle's, and so is the lookup that reads whole tables,
 * lest the processor's caches tell which entry was meant. What comes out is on the curve, or it throws. Immutable.
 *
 * <p>Every entry is one multiple more than its five bits say, so that none is the point at infinity; the sum of what is too
 * much is taken off in the end.
 */
final class P256Base extends AbstractECMultiplier {
    private static final int BITS = 5;
    private static final int ENTRIES = 1 << BITS;
    private static final int WINDOWS = (256 + BITS - 1) / BITS;

    private final ECPoint base;
    private final ECLookupTable[] tables = new ECLookupTable[WINDOWS];
    private final ECPoint tooMuch;

    private P256Base(ECPoint base) {
        this.base = base;
        ECPoint[] points = new ECPoint[WINDOWS * ENTRIES];
        ECPoint unit = base;
        ECPoint sum = base.getCurve().getInfinity();
        for (int window = 0; window < WINDOWS; window++) {
            ECPoint multiple = unit;
            for (int entry = 0; entry < ENTRIES; entry++) {
                points[window * ENTRIES + entry] = multiple;
                multiple = entry == ENTRIES - 1 ? multiple : multiple.add(unit);
            }
            sum = sum.add(unit);
            unit = multiple;
        }
        ECCurve curve = base.getCurve();
        curve.normalizeAll(points);
        for (int window = 0; window < WINDOWS; window++) {
            tables[window] = curve.createCacheSafeLookupTable(points, window * ENTRIES, ENTRIES);
        }
        this.tooMuch = sum.normalize();
    }

    /** The one there is, made when it is first asked for: some milliseconds, and 100 KB. */
    static P256Base get() {
        return Made.IT;
    }

    private static final class Made {
        private static final P256Base IT =
                new P256Base(CustomNamedCurves.getByName("secp256r1").getG());
    }

    /** Whether this is the point it multiplies. */
    boolean isFor(ECPoint point) {
        return base.equals(point);
    }

    /** The base point so many times, whatever point is given. */
    @Override
    protected ECPoint multiplyPositive(ECPoint point, BigInteger number) {
        if (number.bitLength() > 256) {
            throw new IllegalArgumentException("more than 256 bits");
        }
        int[] words = Nat256.fromBigInteger(number);
        ECPoint sum = tables[0].lookup(digit(words, 0));
        for (int window = 1; window < WINDOWS; window++) {
            sum = sum.add(tables[window].lookup(digit(words, window)));
        }
        return sum.subtract(tooMuch);
    }

    private static int digit(int[] words, int window) {
        int at = window * BITS;
        int word = at / Integer.SIZE;
        long two = words[word] & 0xffffffffL;
        if (word + 1 < words.length) {
            two |= (words[word + 1] & 0xffffffffL) << Integer.SIZE;
        }
        return (int) (two >>> at % Integer.SIZE) & (ENTRIES - 1);
    }
}
