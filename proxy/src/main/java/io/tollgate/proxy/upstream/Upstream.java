package io.tollgate.proxy.upstream;

import io.tollgate.config.AppConfig;
import io.tollgate.config.Balance;
import io.tollgate.filters.access.Access;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.http.Form;
import io.tollgate.filters.http.StrippedHeaders;
import io.tollgate.proxy.http.UpstreamException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of one app and which of them a request goes to. Choosing takes no lock and allocates nothing. Safe for use by
 * any event loop.
 */
final class Upstream {
    private final AppConfig app;
    private final List<Endpoint> endpoints;
    private final long[] pulls;
    private final StrippedHeaders stripped;
    private final @Nullable Access safe;
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * An upstream.
     *
     * @param endpoints in the order of the configuration, some of them perhaps in use already
     */
    Upstream(AppConfig app, List<Endpoint> endpoints) {
        this.app = app;
        this.endpoints = List.copyOf(endpoints);
        this.pulls = endpoints.stream()
                .mapToLong(each -> Affinity.of(each.address().authority()))
                .toArray();
        this.stripped = StrippedHeaders.of(app.signOn());
        this.safe = app.upstream().safe().isEmpty()
                ? null
                : Access.compile(app.name(), app.upstream().safe(), List.of());
    }

    AppConfig app() {
        return app;
    }

    List<Endpoint> endpoints() {
        return endpoints;
    }

    StrippedHeaders stripped() {
        return stripped;
    }

    /** Whether a request may be sent again although it may have been acted on: every reading of it is declared to be safe. */
    boolean isSafe(Exchange exchange) {
        return safe != null
                && safe.judgePublic(exchange.head().method(), exchange.readings(), Form.NONE) instanceof Permit;
    }

    /** Whether it matters who asks. */
    boolean hasAffinity() {
        return (app.upstream().sticky() && endpoints.size() > 1)
                || app.upstream().sourceAddresses().size() > 1;
    }

    /** Which of the app's source addresses is used for this person. */
    int source(long person) {
        int count = app.upstream().sourceAddresses().size();
        return count < 2 ? 0 : (int) Long.remainderUnsigned(person, count);
    }

    /**
     * The endpoint for a request: among those that are well and not left out, or where there is none among those that are
     * well.
     *
     * @param person see {@link Affinity}; only looked at where sessions stay with their endpoint
     * @param tried a bit for each endpoint that is out of the question
     * @return its place, or -1
     */
    int choose(long person, long tried) {
        if (endpoints.size() == 1) {
            return tried == 0 && endpoints.get(0).standing().isWell() ? 0 : -1;
        }
        int found = choose(person, tried, false);
        return found >= 0 ? found : choose(person, tried, true);
    }

    private int choose(long person, long tried, boolean ejectedToo) {
        if (app.upstream().sticky()) {
            return strongest(person, tried, ejectedToo);
        }
        return app.upstream().balance() == Balance.ROUND_ROBIN ? next(tried, ejectedToo) : idlest(tried, ejectedToo);
    }

    private boolean isCandidate(int i, long tried, boolean ejectedToo) {
        Standing standing = endpoints.get(i).standing();
        return (tried & 1L << i) == 0 && standing.isWell() && (ejectedToo || !standing.isEjected());
    }

    private int strongest(long person, long tried, boolean ejectedToo) {
        int best = -1;
        long strength = 0;
        for (int i = 0; i < pulls.length; i++) {
            if (isCandidate(i, tried, ejectedToo)) {
                long pull = Affinity.pull(person, pulls[i]);
                if (best < 0 || pull > strength) {
                    best = i;
                    strength = pull;
                }
            }
        }
        return best;
    }

    /** Each candidate has the same share: the turn of one that is out of the question is not its neighbour's. */
    private int next(long tried, boolean ejectedToo) {
        int count = 0;
        for (int i = 0; i < pulls.length; i++) {
            count += isCandidate(i, tried, ejectedToo) ? 1 : 0;
        }
        if (count == 0) {
            return -1;
        }
        int skipped = Integer.remainderUnsigned(turn.getAndIncrement(), count);
        int last = -1;
        for (int i = 0; i < pulls.length; i++) {
            if (isCandidate(i, tried, ejectedToo)) {
                last = i;
                if (skipped-- == 0) {
                    return i;
                }
            }
        }
        return last; // One has dropped out meanwhile.
    }

    /** Exact, as there are few; those that are equal take turns. */
    private int idlest(long tried, boolean ejectedToo) {
        int count = pulls.length;
        int first = Integer.remainderUnsigned(turn.getAndIncrement(), count);
        int best = -1;
        int least = Integer.MAX_VALUE;
        for (int n = 0; n < count; n++) {
            int i = first + n < count ? first + n : first + n - count;
            if (isCandidate(i, tried, ejectedToo)) {
                int active = endpoints.get(i).standing().active();
                if (active < least) {
                    best = i;
                    least = active;
                }
            }
        }
        return best;
    }

    /** Why no endpoint could be chosen: none is well, or all that are well are spared. */
    UpstreamException none() {
        long soonest = Long.MAX_VALUE;
        for (Endpoint endpoint : endpoints) {
            if (endpoint.standing().isWell()) {
                soonest = Math.min(soonest, endpoint.standing().openNanos());
            }
        }
        if (soonest == Long.MAX_VALUE) {
            var health = app.upstream().health();
            long every = health == null ? 1 : health.every().toSeconds();
            return new UpstreamException(503, "upstream.down", "no endpoint is well", every);
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(soonest);
        return new UpstreamException(503, "upstream.spared", "the circuit breaker of each endpoint is open", seconds);
    }
}
