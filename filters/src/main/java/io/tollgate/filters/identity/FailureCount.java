package io.tollgate.filters.identity;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive failures of one subject in one place, and the lock they brought. Immutable.
 *
 * @param failures in a row, those whose hash is still under way included
 * @param underWay reserved and neither confirmed nor given back; only in memory
 * @param lockedAt when the lock began, on the monotonic clock
 * @param lockNanos how long it holds; 0 for none
 * @param untilAdmin whether it holds until an administrator ends it
 */
record FailureCount(int failures, int underWay, long lockedAt, long lockNanos, boolean untilAdmin, Instant changedAt) {

    static FailureCount none(Instant now) {
        return new FailureCount(0, 0, 0, 0, false, now);
    }

    /** As it was kept: the lock goes on for what is left of it by the wall clock, never for more than it was. */
    static FailureCount kept(LockoutRow row, LockRule rule, Instant now, long nanos) {
        Instant until = row.lockedUntil();
        Duration left = until == null ? Duration.ZERO : Duration.between(now, until);
        Duration whole = rule.lock(row.failures());
        Duration bounded = left.isNegative() ? Duration.ZERO : left.compareTo(whole) > 0 ? whole : left;
        Instant changedAt = row.changedAt().isAfter(now) ? now : row.changedAt();
        return new FailureCount(row.failures(), 0, nanos, bounded.toNanos(), row.untilAdmin(), changedAt);
    }

    boolean isLocked(long nanos) {
        return untilAdmin || left(nanos) > 0;
    }

    /** What is left of the timed lock, in nanoseconds. */
    long left(long nanos) {
        return lockNanos == 0 ? 0 : Math.max(0, lockNanos - (nanos - lockedAt));
    }

    /** One more, counted as failed until told otherwise. */
    FailureCount reserved(LockRule rule, Instant now, long nanos) {
        int count = failures == Integer.MAX_VALUE ? failures : failures + 1;
        return new FailureCount(count, underWay + 1, nanos, rule.lock(count).toNanos(), rule.isForGood(count), now);
    }

    /** One that was under way did fail: it is counted already. */
    FailureCount confirmed() {
        return new FailureCount(failures, underWay - 1, lockedAt, lockNanos, untilAdmin, changedAt);
    }

    /** One that was under way was never compared: the lock it would have brought goes with it. */
    FailureCount givenBack(FailureCount before, FailureCount made, LockRule rule, Instant now) {
        boolean isItsLock = lockedAt == made.lockedAt && lockNanos == made.lockNanos;
        int count = Math.max(0, failures - 1);
        return new FailureCount(
                count,
                underWay - 1,
                isItsLock ? before.lockedAt : lockedAt,
                isItsLock ? before.lockNanos : lockNanos,
                rule.isForGood(count),
                now);
    }

    /** Forgiven: what is left is what is still under way, without a lock. */
    FailureCount cleared(int stillUnderWay, Instant now) {
        return new FailureCount(stillUnderWay, stillUnderWay, 0, 0, false, now);
    }

    boolean isNothing() {
        return failures == 0 && underWay == 0;
    }

    LockoutRow row(LockoutKey key, Instant now, long nanos) {
        long left = left(nanos);
        @Nullable Instant until = left > 0 ? now.plusNanos(left) : null;
        return new LockoutRow(key, failures, until, untilAdmin, changedAt);
    }
}
