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
 * has spent is regained). Networks that were quiet for the rate's time are forgotten.
 */
public final class RateLimitFilter implements RequestFilter {
    private static final int MOST_NETWORKS = 200_000;

    private final Refusals refusals;
    private final Refuser refuser;
    private final Ticker ticker;
    private final long perNanos;
    private final long costNanos;
    private final @Nullable Cache<String, AtomicLong> regainedAt;

    /** {@code perClient} is null for no limit. */
    public RateLimitFilter(@Nullable Rate perClient, Ticker ticker, Refusals refusals, AuditTrail audit) {
        this.refusals = refusals;
        this.refuser = new Refuser(audit);
        this.ticker = ticker;
        this.perNanos = perClient == null ? 0 : perClient.per().toNanos();
        this.costNanos = perClient == null ? 0 : perNanos / perClient.count();
        this.regainedAt = perClient == null
                ? null
                : Caffeine.newBuilder()
                        .ticker(ticker)
                        .executor(Runnable::run)
                        .maximumSize(MOST_NETWORKS)
                        .expireAfterAccess(perClient.per())
                        .build();
    }

    @Override
    public Verdict judge(Exchange exchange) {
        if (regainedAt == null) {
            return Verdict.Pass.PASS;
        }
        long now = ticker.read();
        AtomicLong bucket = regainedAt.get(exchange.client().network(), network -> new AtomicLong(now));
        long wait = spend(bucket, now);
        return wait == 0
                ? Verdict.Pass.PASS
                : refuser.refuse(exchange, "rate.client", null, refusals.tooMany(exchange, Duration.ofNanos(wait)));
    }

    /** Spends one request; what it returns instead is how long there is none to spend. */
    private long spend(AtomicLong bucket, long now) {
        while (true) {
            long before = bucket.get();
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
