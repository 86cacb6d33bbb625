package io.tollgate.filters.identity;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.config.Rate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How many logins each network may still fail. Safe for use by any thread; never blocks after the start.
 *
 * <p>An attempt is taken off the budget before it is compared, in memory and on disk, and given back if it was right. The
 * budget slides: what failed in the window before counts for as much of it as still lies within reach.
 */
final class NetworkBudget {
    private final CounterJournal journal;
    private final Function<String, Rate> rates;
    private final InstantSource clock;
    private final Ticker ticker;
    private final ConcurrentHashMap<String, Window> windows = new ConcurrentHashMap<>();

    /**
     * Budgets as the journal kept them. Blocks; for the start only.
     *
     * @param rates of each network, asked anew each time: a reload changes it
     */
    NetworkBudget(CounterJournal journal, Function<String, Rate> rates, InstantSource clock, Ticker ticker) {
        this.journal = journal;
        this.rates = rates;
        this.clock = clock;
        this.ticker = ticker;
        Instant now = clock.instant();
        long nanos = ticker.read();
        for (NetworkRow row : journal.networks()) {
            Duration age = Duration.between(row.since(), now);
            long ageNanos = age.isNegative() ? 0 : age.compareTo(Duration.ofDays(365)) > 0 ? -1 : age.toNanos();
            if (ageNanos >= 0) {
                windows.put(row.network(), new Window(nanos - ageNanos, row.failures(), row.before()));
            }
        }
    }

    /** When the network may fail again; null where it may now. */
    @Nullable
    Duration retryAfter(String network) {
        Window window = windows.get(network);
        if (window == null) {
            return null;
        }
        Rate now = rates.apply(network);
        return window.at(ticker.read(), now).retryAfter(ticker.read(), now);
    }

    /** Takes an attempt off the budget before it is compared; null where there is none left. */
    @Nullable
    Hold reserve(String network) {
        Hold[] made = new Hold[1];
        windows.compute(network, (same, window) -> {
            long nanos = ticker.read();
            Rate now = rates.apply(network);
            Window current = window == null ? new Window(nanos, 0, 0) : window.at(nanos, now);
            if (current.retryAfter(nanos, now) != null) {
                return current;
            }
            Window after = current.plus(1);
            // Asked for in here, so that rows of a network reach the disk in the order they were made.
            made[0] = new Hold(network, after.since(), written(network, after, nanos));
            return after;
        });
        return made[0];
    }

    /** Gives networks their whole budget back; done when that is on disk, with how many there were. */
    CompletionStage<Integer> clear(Predicate<String> which) {
        return forget((network, window) -> which.test(network));
    }

    /** Forgets what no longer counts; done when that is on disk. To be run now and then. */
    CompletionStage<Integer> purge() {
        long nanos = ticker.read();
        return forget(
                (network, window) -> window.at(nanos, rates.apply(network)).isEmpty());
    }

    private CompletionStage<Integer> forget(BiPredicate<String, Window> which) {
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (String network : windows.keySet()) {
            windows.computeIfPresent(network, (same, window) -> {
                if (!which.test(network, window)) {
                    return window;
                }
                writes.add(journal.forgotten(List.of(network)).toCompletableFuture());
                return null;
            });
        }
        return CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).thenApply(done -> writes.size());
    }

    private CompletionStage<Void> written(String network, Window window, long nanos) {
        Instant since = clock.instant().minusNanos(Math.max(0, nanos - window.since()));
        return journal.counted(new NetworkRow(network, since, window.failures(), window.before()));
    }

    /** An attempt taken off a budget. */
    final class Hold {
        private final String network;
        private final long since;
        private final CompletionStage<Void> durable;

        private Hold(String network, long since, CompletionStage<Void> durable) {
            this.network = network;
            this.since = since;
            this.durable = durable;
        }

        /** Done when it is on disk: before that nothing is compared. */
        CompletionStage<Void> durable() {
            return durable;
        }

        /** It was right, or never compared. At most once. */
        void givenBack() {
            windows.computeIfPresent(network, (same, window) -> {
                long nanos = ticker.read();
                Window after = window.at(nanos, rates.apply(network)).minus(since);
                written(network, after, nanos);
                return after.isEmpty() ? null : after;
            });
        }
    }

    /**
     * Failures in the window that runs and in the one before it. Immutable.
     *
     * @param since when it began, on the monotonic clock
     */
    private record Window(long since, int failures, int before) {
        /** The window that runs at this time. */
        Window at(long nanos, Rate rate) {
            long per = rate.per().toNanos();
            long age = nanos - since;
            if (age < per) {
                return this;
            }
            return age - per < per ? new Window(since + per, 0, failures) : new Window(nanos, 0, 0);
        }

        Window plus(int more) {
            return new Window(since, failures + more, before);
        }

        /** Without one that was taken in the window that began then. */
        Window minus(long takenSince) {
            return takenSince == since
                    ? new Window(since, Math.max(0, failures - 1), before)
                    : new Window(since, failures, Math.max(0, before - 1));
        }

        boolean isEmpty() {
            return failures == 0 && before == 0;
        }

        /** How long until one more fits; null where it fits now. Rounded up to whole seconds. */
        @Nullable
        Duration retryAfter(long nanos, Rate rate) {
            long per = rate.per().toNanos();
            double age = Math.max(0, nanos - since);
            if (Math.floor(before * ((per - age) / per)) + failures < rate.count()) {
                return null;
            }
            double fitsAt = failures >= rate.count() ? per : per * (1 - (double) (rate.count() - failures) / before);
            // A little more, as it fits only after that instant and doubles are not exact.
            return Duration.ofSeconds(1 + (long) ((fitsAt - age) / 1e9 + 1e-6));
        }
    }
}
