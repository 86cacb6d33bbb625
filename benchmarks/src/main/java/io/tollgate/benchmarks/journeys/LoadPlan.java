package io.tollgate.benchmarks.journeys;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who is sent where, and how often. Immutable.
 *
 * @param accounts to log in with; people share them in turn where there are more people
 * @param authority PEM file of the one to trust; null: those of this JDK
 * @param seed of what people choose
 */
record LoadPlan(
        Origin target,
        List<Account> accounts,
        int people,
        Habits habits,
        Crowd.Pace pace,
        @Nullable Path authority,
        long seed) {
    LoadPlan {
        accounts = List.copyOf(accounts);
    }

    /** What is about to happen, so that nobody is surprised. */
    String announced() {
        return String.format(
                Locale.ROOT,
                "load: %d people with %d accounts, %s steps a second for %d s, to %s (%s)",
                people,
                accounts.size(),
                rate(),
                TimeUnit.NANOSECONDS.toSeconds(pace.totalNanos()),
                target.origin(),
                target.address().getAddress().getHostAddress());
    }

    String rate() {
        double rate = pace.rate();
        return rate == Math.rint(rate) ? String.valueOf((long) rate) : String.valueOf(rate);
    }
}
