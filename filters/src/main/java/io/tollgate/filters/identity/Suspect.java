package io.tollgate.filters.identity;

import java.util.concurrent.TimeUnit;

/**
 * Different things that failed in one place lately: names from a network, or networks on a name. For one thread at a time.
 *
 * <p>Bounded: of more than {@value #MOST} the one that is over for longest is overwritten.
 */
final class Suspect {
    private static final int MOST = 64;

    private final int[] what = new int[MOST];
    private final int[] when = new int[MOST];
    private final int many;
    private final int window;
    private final long since;
    private int used;
    private long attempts;
    private boolean isAttack;
    private boolean isReported;
    private long reportedAt;

    /**
     * Suspected from now on.
     *
     * @param many so many different ones in a window are no mistakes of people; it is over below half of that
     * @param window in seconds
     */
    Suspect(int many, int window, long nanos) {
        this.many = many;
        this.window = window;
        this.since = nanos;
    }

    /** One failed. Returns whether it is an attack that has to be reported now: as it begins, and once in a while. */
    boolean failed(int hash, long nanos, long reportEvery) {
        attempts++;
        put(hash, seconds(nanos));
        isAttack = different(nanos) >= (isAttack ? many / 2 : many);
        if (!isAttack) {
            attempts = Math.min(attempts, used);
            isReported = false;
            return false;
        }
        if (isReported && nanos - reportedAt < reportEvery) {
            return false;
        }
        isReported = true;
        reportedAt = nanos;
        return true;
    }

    /** Was no stranger: logged in. */
    void forgive(int hash) {
        for (int i = 0; i < used; i++) {
            if (what[i] == hash) {
                used--;
                what[i] = what[used];
                when[i] = when[used];
                return;
            }
        }
    }

    /** How many different ones failed in the window that ends now. */
    int different(long nanos) {
        int now = seconds(nanos);
        int count = 0;
        for (int i = 0; i < used; i++) {
            count += now - when[i] < window ? 1 : 0;
        }
        return count;
    }

    /** Whether it is an attack that has not died down. */
    boolean isUnderWay(long nanos) {
        isAttack = isAttack && different(nanos) >= many / 2;
        return isAttack;
    }

    /** How many failed since it is suspected. */
    long attempts() {
        return attempts;
    }

    private void put(int hash, int now) {
        int oldest = 0;
        for (int i = 0; i < used; i++) {
            if (what[i] == hash) {
                when[i] = now;
                return;
            }
            oldest = now - when[i] > now - when[oldest] ? i : oldest;
        }
        int at = used < MOST ? used++ : oldest;
        what[at] = hash;
        when[at] = now;
    }

    private int seconds(long nanos) {
        return (int) TimeUnit.NANOSECONDS.toSeconds(nanos - since);
    }
}
