package io.tollgate.filters.identity;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A trail that remembers, and may refuse. */
final class FakeTrail implements AuditTrail {
    private final List<AuditEvent> appended = new ArrayList<>();
    private final List<AuditEvent> aggregated = new ArrayList<>();
    private boolean isBroken;

    synchronized void breakDown() {
        isBroken = true;
    }

    synchronized List<AuditEvent> appended() {
        return List.copyOf(appended);
    }

    synchronized List<AuditEvent> aggregated() {
        return List.copyOf(aggregated);
    }

    @Override
    public synchronized CompletionStage<Void> append(AuditEvent event) {
        if (isBroken) {
            return CompletableFuture.failedStage(new IllegalStateException("the trail's disk is full"));
        }
        appended.add(event);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized void aggregate(AuditEvent event) {
        aggregated.add(event);
    }
}
