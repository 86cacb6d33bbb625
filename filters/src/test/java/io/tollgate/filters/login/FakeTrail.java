package io.tollgate.filters.login;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A trail in memory that can refuse. */
public final class FakeTrail implements AuditTrail {
    public final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    public boolean isDown;
    Set<String> refused = Set.of();
    CompletableFuture<Void> held;

    @Override
    public CompletionStage<Void> append(AuditEvent event) {
        if (isDown || refused.contains(event.type())) {
            return CompletableFuture.failedStage(new IllegalStateException("the disk is full"));
        }
        events.add(event);
        return held == null ? CompletableFuture.completedStage(null) : held;
    }

    @Override
    public void aggregate(AuditEvent event) {
        events.add(event);
    }

    public List<String> types() {
        return events.stream().map(AuditEvent::type).toList();
    }
}
