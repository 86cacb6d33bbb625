package io.tollgate.filters.factor;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the wrong codes of each user, in a row and over every attempt. Safe for use by any thread; never blocks after the
 * start.
 *
 * <p>An attempt is counted before its code is compared, and that is on disk before: of many at once no more are compared than
 * may be, and a crash forgives none. A right code gives all of it back. Each tenth wrong one in a row locks the factor for 15
 * minutes; after a hundred it stays locked until somebody else clears it (SP 800-63B-4 section 3.2.2: not more than 100 in a
 * row). While it is locked, nothing is compared, counted or prolonged.
 *
 * <p>A lock is measured by the monotonic clock: a wall clock that is set neither ends nor prolongs it. After a restart it holds
 * for what the wall clock says is left, and never longer than a whole one.
 */
public final class FactorCounter implements FactorLocks {
    /** How long a lock holds. */
    static final Duration LOCK = Duration.ofMinutes(15);

    /** Each so many in a row lock. */
    static final int LOCKS_AFTER = 10;

    /** So many in a row lock until somebody clears it. */
    static final int MOST = 100;

    private final FactorJournal journal;
    private final InstantSource clock;
    private final Ticker ticker;
    private final ConcurrentHashMap<String, Count> counts = new ConcurrentHashMap<>();

    /** Counts as the journal kept them. Blocks; for the start only. */
    public FactorCounter(FactorJournal journal, InstantSource clock, Ticker ticker) {
        this.journal = journal;
        this.clock = clock;
        this.ticker = ticker;
        Instant now = clock.instant();
        for (CounterRow row : journal.counters()) {
            Instant until = row.lockedUntil();
            Duration left = until == null ? Duration.ZERO : Duration.between(now, until);
            Duration kept = left.compareTo(LOCK) > 0 ? LOCK : left;
            counts.put(row.userId(), new Count(row.failures(), !left.isNegative() && !left.isZero(), nanos(kept)));
        }
    }

    /** How many were wrong in a row, those that are being compared among them, and until when none is. */
    private record Count(int failures, boolean isTimed, long untilNanos) {
        static final Count NONE = new Count(0, false, 0);
    }

    /**
     * An attempt.
     *
     * @param durable done when it is counted on disk: before that no code is compared
     * @param failures how many in a row are wrong if this one is
     * @param lock for how long it locks if it is wrong; zero where it doesn't, null until somebody clears it
     */
    record Reserved(
            String userId,
            CompletionStage<Void> durable,
            int failures,
            @Nullable Duration lock) {}

    /** Counts an attempt; null where the factor is locked, and then nothing was counted. */
    @Nullable
    Reserved reserve(String userId) {
        List<Reserved> made = new ArrayList<>(1);
        counts.compute(userId, (id, before) -> {
            Count count = before == null ? Count.NONE : before;
            if (!leftOf(count).isZero()) {
                return before;
            }
            int failures = count.failures + 1;
            boolean isLocking = failures % LOCKS_AFTER == 0;
            Count after = new Count(failures, isLocking, isLocking ? nanos(LOCK) : 0);
            Duration lock = isLocking ? LOCK : Duration.ZERO;
            // Asked for in here, so that counts reach the disk in this order.
            made.add(new Reserved(id, written(id, after), failures, failures >= MOST ? null : lock));
            return after;
        });
        return made.isEmpty() ? null : made.get(0);
    }

    /** The code was right, whatever else is being compared: done when nothing is counted any more on disk. */
    CompletionStage<Void> succeeded(String userId) {
        return clear(userId).thenAccept(cleared -> {});
    }

    /** The code was never compared: nothing is counted for it, as far as can be written. */
    void withdrawn(Reserved reserved) {
        counts.computeIfPresent(reserved.userId, (id, count) -> {
            int failures = Math.max(0, count.failures - 1);
            Count after = new Count(failures, false, 0);
            written(id, after);
            return failures == 0 ? null : after;
        });
    }

    /** How long codes of this user are refused unseen; zero where they are not; a lock that only ends by hand counts as a whole one. */
    @Override
    public Duration locked(String userId) {
        Count count = counts.get(userId);
        return count == null ? Duration.ZERO : leftOf(count);
    }

    /** How many were wrong in a row. */
    @Override
    public int failures(String userId) {
        Count count = counts.get(userId);
        return count == null ? 0 : count.failures;
    }

    /** Forgets what is counted; done, when that is on disk, with whether there was anything. */
    @Override
    public CompletionStage<Boolean> clear(String userId) {
        List<CompletionStage<Void>> written = new ArrayList<>(1);
        counts.computeIfPresent(userId, (id, count) -> {
            written.add(written(id, Count.NONE));
            return null;
        });
        return written.isEmpty()
                ? CompletableFuture.completedStage(false)
                : written.get(0).thenApply(done -> true);
    }

    @Override
    public boolean isUntilCleared(String userId) {
        return failures(userId) >= MOST;
    }

    private Duration leftOf(Count count) {
        if (count.failures >= MOST) {
            return LOCK;
        }
        long left = count.isTimed ? count.untilNanos - ticker.read() : 0;
        return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }

    private long nanos(Duration fromNow) {
        return ticker.read() + fromNow.toNanos();
    }

    private CompletionStage<Void> written(String userId, Count count) {
        Instant until = count.isTimed ? clock.instant().plus(LOCK) : null;
        try {
            return journal.counted(new CounterRow(userId, count.failures, until));
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }
}
