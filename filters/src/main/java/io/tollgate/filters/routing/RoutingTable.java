package io.tollgate.filters.routing;

import io.tollgate.config.AppConfig;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.HostPattern;
import io.tollgate.config.SessionConfig;
import io.tollgate.filters.access.ReadTarget;
import io.tollgate.filters.access.Readings;
import io.tollgate.filters.access.Unreadable;
import io.tollgate.filters.http.HostText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which app answers for a host and path, with its rules: routing and access are one table. Safe for use by any thread; nothing
 * that an answer depends on changes.
 *
 * <p>An exact host goes before a wildcard, a longer wildcard before a shorter one, any before the apps that name no host; on
 * one host the longest path wins.
 */
public final class RoutingTable {
    private final Map<String, HostApps> exact;
    private final Map<String, HostApps> wildcards;
    private final @Nullable HostApps others;
    /** What the last request asked for, as almost all ask for the same. Threads may meet here: each is complete. */
    private @Nullable Found last;

    /** A host as sent, as it is compared by, and who answers. */
    private record Found(String host, String name, HostApps apps) {}

    private RoutingTable(Map<String, HostApps> exact, Map<String, HostApps> wildcards, @Nullable HostApps others) {
        this.exact = exact;
        this.wildcards = wildcards;
        this.others = others;
    }

    /** Compiles what an operator declared. */
    public static RoutingTable of(GatewayConfig config) {
        return of(config.apps(), config.prefix());
    }

    /** Compiles apps; {@code prefix} is where the gateway's own pages are. */
    public static RoutingTable of(List<AppConfig> apps, String prefix) {
        Map<HostPattern, List<AppConfig>> byHost = new LinkedHashMap<>();
        List<AppConfig> nameless = new ArrayList<>();
        for (AppConfig app : apps) {
            for (HostPattern host : app.hosts()) {
                byHost.computeIfAbsent(host, h -> new ArrayList<>()).add(app);
            }
            if (app.hosts().isEmpty()) {
                nameless.add(app);
            }
        }
        Map<String, HostApps> exact = new HashMap<>();
        Map<String, HostApps> wildcards = new HashMap<>();
        byHost.forEach(
                (host, hosted) -> (host.wildcard() ? wildcards : exact).put(host.name(), new HostApps(hosted, prefix)));
        return new RoutingTable(exact, wildcards, nameless.isEmpty() ? null : new HostApps(nameless, prefix));
    }

    /**
     * Finds what answers a request.
     *
     * @param host the Host field or :authority as sent
     */
    public Routing route(String host, Readings readings) {
        Found known = last;
        if (known != null && known.host.equals(host)) {
            return known.apps.route(known.name, readings);
        }
        String name = HostText.normalised(host);
        if (name == null) {
            return Misrouted.MALFORMED_HOST;
        }
        HostApps apps = apps(name);
        if (apps == null) {
            return Misrouted.UNKNOWN_HOST;
        }
        last = new Found(host, name, apps);
        return apps.route(name, readings);
    }

    /** Reads a target as the apps of this host accept that it is spelled. */
    public ReadTarget read(String host, String target) {
        ReadTarget strict = Readings.of(target);
        String name = strict instanceof Unreadable ? HostText.normalised(host) : null;
        HostApps apps = name == null ? null : apps(name);
        return apps == null || apps.accepted().isEmpty() ? strict : Readings.of(target, apps.accepted());
    }

    /** Every app as requests meet it, one for each of its hosts. */
    public List<App> apps() {
        Stream<HostApps> named = Stream.concat(exact.values().stream(), wildcards.values().stream());
        return Stream.concat(named, Stream.ofNullable(others))
                .flatMap(HostApps::apps)
                .toList();
    }

    /** Whether an app answers for this host, in lower case and without port. */
    public boolean isKnown(String host) {
        return apps(host) != null;
    }

    /** The session setting that counts on this host, in lower case and without port; or {@code otherwise} if no app does. */
    public SessionConfig session(String host, SessionConfig otherwise) {
        HostApps apps = apps(host);
        return apps == null ? otherwise : apps.session();
    }

    private @Nullable HostApps apps(String host) {
        HostApps found = exact.get(host);
        if (wildcards.isEmpty()) {
            return found == null ? others : found;
        }
        for (int dot = host.indexOf('.'); found == null && dot >= 0; dot = host.indexOf('.', dot + 1)) {
            found = wildcards.get(host.substring(dot + 1));
        }
        return found == null ? others : found;
    }
}
