package io.tollgate.benchmarks.scale;

import java.util.List;
import java.util.Locale;

/** What is made larger while all else stays as it is. */
enum Dimension {
    /** Sessions in the store, of 10,000 users. */
    SESSIONS(List.of(1_000, 10_000, 100_000, 1_000_000)),
    /** Rules of the app that is asked. */
    RULES(List.of(10, 100, 1_000, 10_000)),
    /** Apps by path; the last one is asked. */
    APPS(List.of(1, 10, 100, 1_000)),
    /** TLS connections that asked once and are idle since. */
    CONNECTIONS(List.of(0, 1_000, 3_000, 10_000)),
    /** Logins a minute. */
    LOGINS(List.of(0, 500));

    @SuppressWarnings("ImmutableEnumChecker") // List.of, and nothing else comes here
    private final List<Integer> sizes;

    Dimension(List<Integer> sizes) {
        this.sizes = sizes;
    }

    /** From the smallest, which is the usual site, to the largest. */
    List<Integer> sizes() {
        return sizes;
    }

    /** How it is called. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
