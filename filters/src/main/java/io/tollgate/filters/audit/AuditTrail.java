package io.tollgate.filters.audit;

import java.util.concurrent.CompletionStage;

/** The chained, append-only record of security facts. Safe for use by any thread; never blocks the caller. */
public interface AuditTrail {
    /**
     * Appends an event.
     *
     * @return done when the event is on disk and chained; failed when it can't be, and then what it would have proved
     *     must not happen while {@code audit.required} is on
     */
    CompletionStage<Void> append(AuditEvent event);

    /** Counts an event of a stranger; those of one key and minute become one line. Nothing waits for it. */
    void aggregate(AuditEvent event);
}
