package io.tollgate.proxy.soak;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What came of every request, by what it asked for, and when applications were killed. Safe for use by any thread. */
final class Ledger {
    /** A gateway that waits for a processor learns of a death this much later than whoever brought it about. */
    private static final long SLACK = TimeUnit.SECONDS.toNanos(1);

    private static final int MOST_STORIES = 40;

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final List<Death> deaths = new CopyOnWriteArrayList<>();
    private final List<String> stories = new CopyOnWriteArrayList<>();

    /** What may come of a request. */
    enum Outcome {
        /** As it should be, with its own nonce. */
        ANSWERED,
        /** 502, 503 or cut short, as an application was killed in the middle of it. */
        KILLED,
        /** The client left on purpose. */
        LEFT,
        /** No answer, a wrong one or one cut short, and nobody was killed. */
        LOST,
        /** Another's answer. */
        FOREIGN
    }

    /** An application is killed. Known from the first instant on: clients are cut before the last socket is closed. */
    void died(Killing killing) throws IOException {
        Death death = new Death(System.nanoTime());
        deaths.add(death);
        killing.kill();
        death.until = System.nanoTime() + SLACK;
    }

    private boolean hasAnyDied(long from, long to) {
        return deaths.stream().anyMatch(death -> from <= death.until && to >= death.since);
    }

    /** Ends an application. */
    interface Killing {
        void kill() throws IOException;
    }

    private static final class Death {
        private final long since;
        private volatile long until = Long.MAX_VALUE;

        private Death(long since) {
            this.since = since;
        }
    }

    void count(String kind, Outcome outcome) {
        counts.computeIfAbsent(kind + " " + outcome, key -> new LongAdder()).increment();
    }

    /** Something else than the right answer came, between these instants. */
    void failed(String kind, long from, long to, String story) {
        Outcome outcome = hasAnyDied(from, to) ? Outcome.KILLED : Outcome.LOST;
        count(kind, outcome);
        if (outcome == Outcome.LOST) {
            tell(kind + ": " + story);
        }
    }

    /** No answer came, and no end either: whoever died, somebody was left waiting. */
    void hung(String kind, String story) {
        count(kind, Outcome.LOST);
        tell(kind + " HUNG: " + story);
    }

    /** An answer came that is another's. */
    void foreign(String kind, String story) {
        count(kind, Outcome.FOREIGN);
        tell(kind + " FOREIGN: " + story);
    }

    private void tell(String story) {
        if (stories.size() < MOST_STORIES) {
            stories.add(story);
        }
    }

    /** The first of what should not have been. */
    List<String> stories() {
        return List.copyOf(stories);
    }

    long total(Outcome outcome) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(" " + outcome))
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }

    int deaths() {
        return deaths.size();
    }

    @Override
    public String toString() {
        return new TreeMap<>(counts).toString();
    }
}
