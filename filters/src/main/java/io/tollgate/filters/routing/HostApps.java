package io.tollgate.filters.routing;

import io.tollgate.config.AppConfig;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.Spelling;
import io.tollgate.filters.access.Access;
import io.tollgate.filters.access.PathPrefix;
import io.tollgate.filters.access.Readings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The apps of one host, by path. Safe for use by any thread; nothing that an answer depends on changes. */
final class HostApps {
    private final List<Entry> entries;
    private final App main;
    private final Entry beyond;
    private final PathPrefix prefix;
    private final Set<Spelling> accepted = EnumSet.noneOf(Spelling.class);

    /** An app, its path and what answers for it. */
    private static final class Entry {
        private final PathPrefix path;
        private final App app;
        private final Target target;
        /** The last one made: requests come for one host almost always, and a route says nothing else of any of them. */
        private @Nullable Route last;

        Entry(String path, App app, Target target) {
            this.path = PathPrefix.of(path);
            this.app = app;
            this.target = target;
        }

        /** Threads may meet here and see an older one: each is complete, and of the host that it names. */
        Route route(String host) {
            Route known = last;
            if (known == null || !known.host().equals(host)) {
                known = new Route(app, host, target);
                last = known;
            }
            return known;
        }
    }

    /** {@code apps} is not empty; {@code prefix} is where the gateway's own pages are. */
    HostApps(List<AppConfig> apps, String prefix) {
        SessionConfig strictest = apps.stream()
                .map(AppConfig::session)
                .reduce(SessionConfig::strictest)
                .orElseThrow();
        List<Entry> sorted = new ArrayList<>();
        for (AppConfig app : apps) {
            accepted.addAll(app.reach().accept());
            sorted.add(new Entry(
                    app.path(),
                    new App(app.name(), app, Access.compile(app), strictest),
                    new Target.Upstream(app.name())));
        }
        sorted.sort(Comparator.comparingInt((Entry entry) -> entry.path.path().length())
                .reversed());
        this.entries = List.copyOf(sorted);
        this.main = sorted.get(sorted.size() - 1).app;
        // A path that no app has asks for a login like any other, and only then is it refused: nobody can find out
        // which exist.
        App nothing = new App(main.name(), main.config(), Access.none(main.name()), strictest);
        this.beyond = new Entry("/", nothing, new Target.Upstream(main.name()));
        this.prefix = PathPrefix.of(prefix);
    }

    Stream<App> apps() {
        return entries.stream().map(entry -> entry.app);
    }

    SessionConfig session() {
        return main.session();
    }

    /** Spellings that some app here accepts. */
    Set<Spelling> accepted() {
        return accepted;
    }

    Routing route(String host, Readings readings) {
        if (readings.isAnyBelow(prefix)) {
            return own(host, readings);
        }
        Entry found = beyond;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.path.isRoot() || readings.areAllBelow(entry.path)) {
                found = entry;
                break;
            }
            if (readings.isAnyBelow(entry.path)) {
                return Misrouted.AMBIGUOUS;
            }
        }
        Set<Spelling> spellings = readings.spellings();
        return spellings.isEmpty() || found.app.config().reach().accept().containsAll(spellings)
                ? found.route(host)
                : Misrouted.SPELLED;
    }

    /** The gateway's own pages have one spelling; any other would be another path to somebody. */
    private Routing own(String host, Readings readings) {
        String raw = readings.raw();
        int length = prefix.path().length();
        if (!raw.startsWith(prefix.path()) || !hasOneSpelling(raw, length, readings.pathEnd())) {
            return Misrouted.OWN;
        }
        int start = Math.min(length + 1, readings.pathEnd());
        return new Route(main, host, new Target.Own(raw.substring(start, readings.pathEnd())));
    }

    /** Whether a path, from the end of the prefix on, is made of what every reader reads alike: no escapes, no blanks. */
    private static boolean hasOneSpelling(String raw, int from, int end) {
        if (from < end && raw.charAt(from) != '/') {
            return false;
        }
        for (int i = from; i < end; i++) {
            char c = raw.charAt(i);
            boolean isEdge = c == '/' || c == '.';
            boolean isPlain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || isEdge;
            if (!isPlain || (isEdge && i > from && isEdge(raw.charAt(i - 1)))) {
                return false;
            }
        }
        return raw.charAt(end - 1) != '.';
    }

    private static boolean isEdge(char c) {
        return c == '/' || c == '.';
    }
}
