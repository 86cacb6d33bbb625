package io.tollgate.filters.identity;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who may not try a password where, and until when. Safe for use by any thread; never blocks after the start.
 *
 * <p>An attempt is counted as failed before it is compared, in memory and on disk, and given back if it was right: of any
 * number of attempts at once no more are compared than may fail. Attempts while locked are neither counted nor prolong
 * the lock. Locks run on the monotonic clock; over a restart on the wall clock, never for longer than they were.
 */
final class Lockout {
    private static final Duration UNKNOWN_KEPT = Duration.ofDays(1);
    private static final Duration KNOWN_KEPT = Duration.ofDays(30);

    private final CounterJournal journal;
    private final Function<LockoutKey, LockRule> rules;
    private final InstantSource clock;
    private final Ticker ticker;
    private final int most;
    private final ConcurrentHashMap<LockoutKey, FailureCount> counts = new ConcurrentHashMap<>();
    private final AtomicBoolean isTrimming = new AtomicBoolean();

    /**
     * Counts as the journal kept them. Blocks; for the start only.
     *
     * @param rules asked anew each time: a reload changes them
     * @param most how many counts are kept; beyond it those of unknown names go first, locked ones of users never
     */
    Lockout(
            CounterJournal journal,
            Function<LockoutKey, LockRule> rules,
            InstantSource clock,
            Ticker ticker,
            int most) {
        this.journal = journal;
        this.rules = rules;
        this.clock = clock;
        this.ticker = ticker;
        this.most = most;
        Instant now = clock.instant();
        long nanos = ticker.read();
        for (LockoutRow row : journal.lockouts()) {
            counts.put(row.key(), FailureCount.kept(row, rules.apply(row.key()), now, nanos));
        }
    }

    /** Whether an attempt would be refused now. */
    boolean isLocked(LockoutKey key) {
        FailureCount count = counts.get(key);
        return count != null && count.isLocked(ticker.read());
    }

    /** Counts an attempt as failed before it is compared; null where the subject is locked out, and nothing is counted. */
    @Nullable
    Reservation reserve(LockoutKey key) {
        Reservation[] made = new Reservation[1];
        counts.compute(key, (same, count) -> {
            long nanos = ticker.read();
            Instant now = clock.instant();
            FailureCount before = count == null ? FailureCount.none(now) : count;
            if (before.isLocked(nanos)) {
                return count;
            }
            FailureCount after = before.reserved(rules.apply(key), now, nanos);
            // Asked for in here, so that rows of a key reach the disk in the order they were made.
            made[0] = new Reservation(key, before, after, journal.counted(after.row(key, now, nanos)));
            return after;
        });
        if (counts.size() > most && made[0] != null) {
            made[0].durable().thenRun(this::trim);
        }
        return made[0];
    }

    /** Every count of failures there is. */
    List<LockoutState> list(Users users) {
        long nanos = ticker.read();
        Instant now = clock.instant();
        List<LockoutState> states = new ArrayList<>();
        counts.forEach((key, count) -> {
            User user = users.byId(key.subject());
            LockoutRow row = count.row(key, now, nanos);
            states.add(new LockoutState(
                    key,
                    user == null ? null : user.name(),
                    row.failures(),
                    row.untilAdmin() ? null : row.lockedUntil(),
                    row.untilAdmin(),
                    row.changedAt(),
                    false));
        });
        return states;
    }

    /** Forgives all that these keys failed; done when that is on disk, with how many there were. */
    CompletionStage<Integer> clear(Predicate<LockoutKey> which) {
        List<CompletionStage<Void>> writes = new ArrayList<>();
        for (LockoutKey key : counts.keySet()) {
            if (which.test(key)) {
                counts.computeIfPresent(key, (same, count) -> {
                    FailureCount after = count.cleared(count.underWay(), clock.instant());
                    writes.add(written(key, after));
                    return after.isNothing() ? null : after;
                });
            }
        }
        return all(writes).thenApply(done -> writes.size());
    }

    /** Forgets what is too old to matter; done when that is on disk. To be run now and then. */
    CompletionStage<Void> purge() {
        Instant now = clock.instant();
        return forget(
                (key, count) -> count.changedAt().isBefore(now.minus(key.isKnown() ? KNOWN_KEPT : UNKNOWN_KEPT)),
                counts.size());
    }

    private void trim() {
        if (!isTrimming.compareAndSet(false, true)) {
            return;
        }
        try {
            forget((key, count) -> true, counts.size() - most + most / 100);
        } finally {
            isTrimming.set(false);
        }
    }

    /** The oldest first, names that nobody has before users; what is under way or locks a user stays. */
    private CompletionStage<Void> forget(Forgettable forgettable, int atMost) {
        long nanos = ticker.read();
        List<Map.Entry<LockoutKey, FailureCount>> old = counts.entrySet().stream()
                .filter(entry -> mayGo(entry.getKey(), entry.getValue(), nanos))
                .filter(entry -> forgettable.test(entry.getKey(), entry.getValue()))
                .sorted(Comparator.<Map.Entry<LockoutKey, FailureCount>, Boolean>comparing(
                                entry -> entry.getKey().isKnown())
                        .thenComparing(entry -> entry.getValue().changedAt()))
                .limit(Math.max(0, atMost))
                .toList();
        List<CompletionStage<Void>> writes = new ArrayList<>();
        for (Map.Entry<LockoutKey, FailureCount> entry : old) {
            counts.computeIfPresent(entry.getKey(), (key, count) -> {
                if (!count.equals(entry.getValue())) {
                    return count; // it moved meanwhile
                }
                writes.add(journal.cleared(List.of(key)));
                return null;
            });
        }
        return all(writes);
    }

    private static boolean mayGo(LockoutKey key, FailureCount count, long nanos) {
        return count.underWay() == 0 && !(key.isKnown() && count.isLocked(nanos));
    }

    private CompletionStage<Void> written(LockoutKey key, FailureCount count) {
        return count.isNothing()
                ? journal.cleared(List.of(key))
                : journal.counted(count.row(key, clock.instant(), ticker.read()));
    }

    private static CompletionStage<Void> all(List<CompletionStage<Void>> stages) {
        return CompletableFuture.allOf(
                stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
    }

    /** Which counts may be forgotten. */
    @FunctionalInterface
    private interface Forgettable {
        boolean test(LockoutKey key, FailureCount count);
    }

    /** An attempt that is counted as failed until it turns out right. Exactly one of the three ends is told, once. */
    final class Reservation {
        private final LockoutKey key;
        private final FailureCount before;
        private final FailureCount made;
        private final CompletionStage<Void> durable;

        private Reservation(LockoutKey key, FailureCount before, FailureCount made, CompletionStage<Void> durable) {
            this.key = key;
            this.before = before;
            this.made = made;
            this.durable = durable;
        }

        /** Done when the count is on disk: before that nothing is compared. */
        CompletionStage<Void> durable() {
            return durable;
        }

        LockoutKey key() {
            return key;
        }

        /** How many in a row it is, if it fails. */
        int failures() {
            return made.failures();
        }

        /** For how long it locks, if it fails; zero for not at all. */
        Duration lock() {
            return Duration.ofNanos(made.lockNanos());
        }

        /** Whether it locks until an administrator says otherwise, if it fails. */
        boolean isUntilAdmin() {
            return made.untilAdmin();
        }

        /** It was wrong. */
        void failed() {
            counts.computeIfPresent(key, (same, count) -> {
                FailureCount after = count.confirmed();
                return after.isNothing() ? null : after;
            });
        }

        /** It was right: all failures before it are forgiven. */
        void succeeded() {
            counts.computeIfPresent(key, (same, count) -> {
                FailureCount after = count.cleared(count.underWay() - 1, clock.instant());
                written(key, after);
                return after.isNothing() ? null : after;
            });
        }

        /** It was never compared. */
        void withdrawn() {
            counts.computeIfPresent(key, (same, count) -> {
                FailureCount after = count.givenBack(before, made, rules.apply(key), clock.instant());
                written(key, after);
                return after.isNothing() ? null : after;
            });
        }
    }
}
