package io.tollgate.filters.identity;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.config.Rate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
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
 * How many wrong passwords may still be compared for a user from devices that nobody knows, whichever networks they come
 * from. Safe for use by any thread; never blocks after the start.
 *
 * <p>Counted before it is compared, in memory and on disk, and given back if it was right. What logged in or was refused in
 * between changes nothing about it: the window slides over days and restarts, and ends by time or by an administrator.
 */
final class UserBudget {
    private final ComparedJournal journal;
    private final Function<LockoutKey, Rate> rates;
    private final InstantSource clock;
    private final Ticker ticker;
    private final int most;
    private final ConcurrentHashMap<LockoutKey, Slices> spent = new ConcurrentHashMap<>();
    private final AtomicBoolean isTrimming = new AtomicBoolean();

    /**
     * Budgets as the journal kept them. Blocks; for the start only.
     *
     * @param most how many are kept; beyond it those of names that nobody has go, the least spent first
     */
    UserBudget(
            ComparedJournal journal, Function<LockoutKey, Rate> rates, InstantSource clock, Ticker ticker, int most) {
        this.journal = journal;
        this.rates = rates;
        this.clock = clock;
        this.ticker = ticker;
        this.most = most;
        Instant now = clock.instant();
        long nanos = ticker.read();
        journal.compared().stream()
                .sorted(Comparator.comparing(ComparedRow::since))
                .forEach(row -> spent.merge(row.key(), kept(row, now, nanos), UserBudget::joined));
    }

    /** By the wall clock; from the future is from now. */
    private static Slices kept(ComparedRow row, Instant now, long nanos) {
        Duration age = Duration.between(row.since(), now);
        Duration bounded =
                age.isNegative() ? Duration.ZERO : age.compareTo(Duration.ofDays(365)) > 0 ? Duration.ofDays(365) : age;
        return new Slices(List.of(new Slices.Slice(nanos - bounded.toNanos(), row.since(), row.count())));
    }

    private static Slices joined(Slices older, Slices newer) {
        List<Slices.Slice> both = new ArrayList<>(older.slices());
        both.addAll(newer.slices());
        return new Slices(both);
    }

    /** Whether nothing is left of it. */
    boolean isSpent(LockoutKey key) {
        return spent(key) >= rates.apply(key).count();
    }

    /** Takes one off the budget before it is compared; null where there is none left. */
    @Nullable
    Spending reserve(LockoutKey key) {
        Spending[] made = new Spending[1];
        spent.compute(key, (same, before) -> {
            Rate rate = rates.apply(key);
            long nanos = ticker.read();
            Slices now = before == null ? Slices.NONE : before.at(nanos, rate);
            if (now.sum() >= rate.count()) {
                return now;
            }
            Slices after = now.plusOne(nanos, clock.instant().truncatedTo(ChronoUnit.MILLIS), rate);
            // Asked for in here, so that rows of a key reach the disk in the order they were made.
            made[0] = new Spending(key, after.last().at(), after.sum() >= rate.count(), written(key, after.last()));
            return after;
        });
        if (spent.size() > most && made[0] != null) {
            made[0].durable().thenRun(this::trim);
        }
        return made[0];
    }

    /** Those of which nothing is left, and when that changes. */
    Map<LockoutKey, Duration> exhausted() {
        Map<LockoutKey, Duration> all = new ConcurrentHashMap<>();
        spent.forEach((key, slices) -> {
            Rate rate = rates.apply(key);
            Slices now = slices.at(ticker.read(), rate);
            if (now.sum() >= rate.count()) {
                all.put(key, now.untilLess(ticker.read(), rate));
            }
        });
        return all;
    }

    /** How many were compared in the time that counts. */
    int spent(LockoutKey key) {
        Slices slices = spent.get(key);
        return slices == null ? 0 : slices.at(ticker.read(), rates.apply(key)).sum();
    }

    /** Gives these their whole budget back; done when that is on disk, with how many there were. */
    CompletionStage<Integer> clear(Predicate<LockoutKey> which) {
        return forget(which, Instant.MAX);
    }

    /** Forgets what no longer counts; done when that is on disk. To be run now and then. */
    CompletionStage<Integer> purge() {
        long nanos = ticker.read();
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (LockoutKey key : spent.keySet()) {
            spent.computeIfPresent(key, (same, slices) -> {
                Slices now = slices.at(nanos, rates.apply(key));
                if (now.slices().size() == slices.slices().size()) {
                    return slices;
                }
                Instant before = now.slices().isEmpty()
                        ? Instant.MAX
                        : now.slices().get(0).at();
                writes.add(journal.uncounted(List.of(key), before).toCompletableFuture());
                return now.slices().isEmpty() ? null : now;
            });
        }
        return all(writes);
    }

    private void trim() {
        if (!isTrimming.compareAndSet(false, true)) {
            return;
        }
        try {
            List<LockoutKey> least = spent.entrySet().stream()
                    .filter(entry -> !entry.getKey().isKnown())
                    .sorted(Comparator.comparingInt(entry -> entry.getValue().sum()))
                    .limit(Math.max(0, spent.size() - most + most / 100))
                    .map(Map.Entry::getKey)
                    .toList();
            forget(new HashSet<>(least)::contains, Instant.MAX);
        } finally {
            isTrimming.set(false);
        }
    }

    private CompletionStage<Integer> forget(Predicate<LockoutKey> which, Instant before) {
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (LockoutKey key : spent.keySet()) {
            if (which.test(key)) {
                spent.computeIfPresent(key, (same, slices) -> {
                    writes.add(journal.uncounted(List.of(key), before).toCompletableFuture());
                    return null;
                });
            }
        }
        return all(writes);
    }

    private static CompletionStage<Integer> all(List<CompletableFuture<Void>> writes) {
        return CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).thenApply(done -> writes.size());
    }

    private CompletionStage<Void> written(LockoutKey key, Slices.Slice slice) {
        return journal.counted(new ComparedRow(key, slice.at(), slice.count()));
    }

    /** One taken off a budget. */
    final class Spending {
        private final LockoutKey key;
        private final Instant slice;
        private final boolean isLast;
        private final CompletionStage<Void> durable;

        private Spending(LockoutKey key, Instant slice, boolean isLast, CompletionStage<Void> durable) {
            this.key = key;
            this.slice = slice;
            this.isLast = isLast;
            this.durable = durable;
        }

        /** Done when it is on disk: before that nothing is compared. */
        CompletionStage<Void> durable() {
            return durable;
        }

        /** Whether none is left after it. */
        boolean isLast() {
            return isLast;
        }

        /** It was right, or never compared. At most once. */
        void givenBack() {
            spent.computeIfPresent(key, (same, slices) -> {
                Slices after = slices.minusOne(slice);
                after.slices().stream().filter(one -> one.at().equals(slice)).forEach(one -> written(key, one));
                return after;
            });
        }
    }
}
