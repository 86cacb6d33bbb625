package io.tollgate.proxy.metrics;

import io.micrometer.core.instrument.Counter;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A trail whose events are counted on their way to the one that keeps them. Safe for use by any thread. */
public final class CountedTrail implements AuditTrail {
    private final AuditTrail trail;
    private final Metrics metrics;
    private final Map<Kind, Counter> counters = new ConcurrentHashMap<>();

    /** Counts what goes to {@code trail}. */
    public CountedTrail(AuditTrail trail, Metrics metrics) {
        this.trail = trail;
        this.metrics = metrics;
    }

    private record Kind(String type, String reason) {}

    @Override
    public CompletionStage<Void> append(AuditEvent event) {
        count(event);
        return trail.append(event);
    }

    @Override
    public void aggregate(AuditEvent event) {
        count(event);
        trail.aggregate(event);
    }

    private void count(AuditEvent event) {
        String reason = event.reason();
        counters.computeIfAbsent(
                        new Kind(event.type(), reason == null ? "" : reason),
                        kind -> metrics.events(kind.type(), kind.reason()))
                .increment();
    }
}
