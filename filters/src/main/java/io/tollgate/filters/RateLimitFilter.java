package io.tollgate.filters;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.config.Rate;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Refusals;
import io.tollgate.filters.chain.RequestFilter;
import io.tollgate.filters.chain.Verdict;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests of a network beyond its rate with 429, before any session is looked up. Safe for use by any event loop;
 * never waits.
 *
 * <p>A network may spend its whole count at once and regains it evenly (GCRA: one figure a network, the time by which all it
 * has spent is regained).
 */
public final class RateLimitFilter implements RequestFilter {
    private final Refusals refusals;
    private final Refuser refuser;
    private final Ticker ticker;
    private final long perNanos;
    private final long costNanos;
    private final @Nullable Budgets budgets;

    /** What each network has spent. It outlives the filter: a reload forgives nothing. Safe for use by any thread. */
    public static final class Budgets {
        /** Who has not been here for longest is forgotten first; noting more than that of each request would be dear. */
        private static final int MOST_NETWORKS = 200_000;

        private final Ticker ticker;
        private final Cache<String, AtomicLong> regainedAt;

        /** Nobody has spent anything. */
        public Budgets(Ticker ticker) {
            this.ticker = ticker;
            this.regainedAt = Caffeine.newBuilder()
                    .executor(Runnable::run)
                    .maximumSize(MOST_NETWORKS)
                    .build();
        }
    }

    /** {@code perClient} is null for no limit. */
    public RateLimitFilter(@Nullable Rate perClient, Budgets budgets, Refusals refusals, AuditTrail audit) {
        this.refusals = refusals;
        this.refuser = new Refuser(audit);
        this.ticker = budgets.ticker;
        this.perNanos = perClient == null ? 0 : perClient.per().toNanos();
        this.costNanos = perClient == null ? 0 : perNanos / perClient.count();
        this.budgets = perClient == null ? null : budgets;
    }

    @Override
    public Verdict judge(Exchange exchange) {
        if (budgets == null) {
            return Verdict.Pass.PASS;
        }
        long now = ticker.read();
        long wait = spend(bucket(budgets.regainedAt, exchange.client().network(), now), now);
        return wait == 0
                ? Verdict.Pass.PASS
                : refuser.refuse(exchange, "rate.client", null, refusals.tooMany(exchange, Duration.ofNanos(wait)));
    }

    /** Asked for first as it is there almost always: what would make it is an object too. */
    private static AtomicLong bucket(Cache<String, AtomicLong> regainedAt, String network, long now) {
        AtomicLong bucket = regainedAt.getIfPresent(network);
        return bucket == null ? regainedAt.get(network, unknown -> new AtomicLong(now)) : bucket;
    }

    /** Spends one request; what it returns instead is how long there is none to spend. */
    private long spend(AtomicLong bucket, long now) {
        while (true) {
            long before = bucket.get();
            if (before - now > perNanos) {
                // A longer rate held before: no more is owed than this one can ask for.
                bucket.compareAndSet(before, now + perNanos);
                continue;
            }
            long after = (before - now > 0 ? before : now) + costNanos;
            long tooFar = after - now - perNanos;
            if (tooFar > 0) {
                return tooFar;
            }
            if (bucket.compareAndSet(before, after)) {
                return 0;
            }
        }
    }
}
