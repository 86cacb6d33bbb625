package io.tollgate.filters.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.config.Rate;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recognises who tries many names from one network or one name from many. Safe for use by any thread; bounded in memory.
 *
 * <p>Only what fails on unknown devices, outside of declared networks, is looked at, and only that is throttled. Nothing of
 * it is kept over a restart: it makes budgets tighter, it never is the budget.
 */
final class Sweeps {
    static final Duration WINDOW = Duration.ofMinutes(10);
    static final Duration REPORTED_EVERY = Duration.ofHours(1);
    /** Names that fail from one network, none of which logs in there, are no mistakes of people past this many. */
    static final int MANY_NAMES = 40;
    /** And networks from which one name fails. */
    static final int MANY_NETWORKS = 20;
    /** What is left to a network that takes part: a sixth, and at least one. */
    private static final int THROTTLE = 6;

    private static final int MOST = 10_000;

    private final AuditTrail trail;
    private final Ticker ticker;
    private final Cache<String, Suspect> networks;
    private final Cache<String, Suspect> names;
    /** Networks that lately tried a name which many try. */
    private final Cache<String, Boolean> takingPart;

    Sweeps(AuditTrail trail, Ticker ticker) {
        this.trail = trail;
        this.ticker = ticker;
        this.networks = cache(ticker);
        this.names = cache(ticker);
        this.takingPart = cache(ticker);
    }

    private static <T> Cache<String, T> cache(Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(WINDOW)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** Somebody who is unknown here failed, whatever the reason. */
    void failed(String subject, AuditEvent.Context context) {
        String network = context.network() == null ? "" : context.network();
        if (isReportable(networks, network, subject, MANY_NAMES)) {
            report(Sweep.Kind.STUFFING, networks, network, new AuditEvent.Context(null, null, network, null, null));
        }
        if (isReportable(names, subject, network, MANY_NETWORKS)) {
            AuditEvent.Context whom = new AuditEvent.Context(context.userId(), context.userName(), null, null, null);
            report(Sweep.Kind.SPRAYING, names, subject, whom);
        }
        Suspect name = names.getIfPresent(subject);
        if (name != null && isUnderWay(name)) {
            takingPart.put(network, true);
        }
    }

    /** It was who they said: no attack on anybody. */
    void succeeded(String subject, String network) {
        forgive(networks.getIfPresent(network), subject);
        forgive(names.getIfPresent(subject), network);
    }

    /** What is left of a network's rate while it takes part in an attack. */
    Rate throttled(String network, Rate rate) {
        Suspect suspect = networks.getIfPresent(network);
        boolean isThrottled = takingPart.getIfPresent(network) != null || (suspect != null && isUnderWay(suspect));
        return isThrottled ? new Rate(Math.max(1, rate.count() / THROTTLE), rate.per()) : rate;
    }

    /** The attacks under way, the largest first. */
    List<Sweep> underWay() {
        List<Sweep> all = new ArrayList<>();
        networks.asMap().forEach((network, suspect) -> add(all, Sweep.Kind.STUFFING, network, null, suspect));
        names.asMap().forEach((name, suspect) -> add(all, Sweep.Kind.SPRAYING, null, name, suspect));
        all.sort((one, other) -> Long.compare(other.attempts(), one.attempts()));
        return all;
    }

    /** No longer holds anything against a network or a name; null for all of them. */
    void clear(@Nullable String subject, @Nullable String network) {
        if (subject != null) {
            names.invalidate(subject);
        }
        if (network != null) {
            networks.invalidate(network);
            takingPart.invalidate(network);
        }
        if (subject == null && network == null) {
            names.invalidateAll();
            networks.invalidateAll();
            takingPart.invalidateAll();
        }
    }

    private boolean isReportable(Cache<String, Suspect> suspects, String where, String what, int many) {
        boolean[] isReportable = new boolean[1];
        suspects.asMap().compute(where, (same, known) -> {
            Suspect suspect = known == null ? new Suspect(many, (int) WINDOW.toSeconds(), ticker.read()) : known;
            synchronized (suspect) {
                isReportable[0] = suspect.failed(what.hashCode(), ticker.read(), REPORTED_EVERY.toNanos());
            }
            return suspect;
        });
        return isReportable[0];
    }

    private void report(Sweep.Kind kind, Cache<String, Suspect> suspects, String where, AuditEvent.Context context) {
        Suspect suspect = suspects.getIfPresent(where);
        if (suspect != null) {
            synchronized (suspect) {
                trail.aggregate(new AuditEvent.Attacked(
                        context, kind.code(), suspect.different(ticker.read()), suspect.attempts()));
            }
        }
    }

    private void add(
            List<Sweep> all, Sweep.Kind kind, @Nullable String network, @Nullable String subject, Suspect suspect) {
        synchronized (suspect) {
            if (suspect.isUnderWay(ticker.read())) {
                all.add(new Sweep(kind, network, subject, suspect.different(ticker.read()), suspect.attempts()));
            }
        }
    }

    private boolean isUnderWay(Suspect suspect) {
        synchronized (suspect) {
            return suspect.isUnderWay(ticker.read());
        }
    }

    private static void forgive(@Nullable Suspect suspect, String what) {
        if (suspect != null) {
            synchronized (suspect) {
                suspect.forgive(what.hashCode());
            }
        }
    }
}
