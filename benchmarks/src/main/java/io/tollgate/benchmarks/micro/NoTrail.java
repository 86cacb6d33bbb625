package io.tollgate.benchmarks.micro;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import java.util.concurrent.CompletionStage;

/** Where nothing is refused nothing is recorded: whatever comes here ends the measurement. */
final class NoTrail implements AuditTrail {
    @Override
    public CompletionStage<Void> append(AuditEvent event) {
        throw new IllegalStateException("nothing is refused here, but " + event.type() + " was");
    }

    @Override
    public void aggregate(AuditEvent event) {
        throw new IllegalStateException("nothing is refused here, but " + event.type() + " was");
    }
}
