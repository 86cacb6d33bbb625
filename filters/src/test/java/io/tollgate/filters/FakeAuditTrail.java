package io.tollgate.filters;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A trail in memory that writes when told to. */
public final class FakeAuditTrail implements AuditTrail {
    public final List<AuditEvent> appended = new ArrayList<>();
    public final List<AuditEvent> aggregated = new ArrayList<>();
    public CompletableFuture<Void> written = CompletableFuture.completedFuture(null);

    @Override
    public CompletionStage<Void> append(AuditEvent event) {
        appended.add(event);
        return written;
    }

    @Override
    public void aggregate(AuditEvent event) {
        aggregated.add(event);
    }
}
