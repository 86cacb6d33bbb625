package io.tollgate.filters.audit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Heads kept in memory; can be told to fail. */
final class HeldHeads implements HeadJournal {
    final Map<String, AuditHead> heads = new ConcurrentHashMap<>();
    volatile boolean fails;

    @Override
    public List<AuditHead> load() {
        return List.copyOf(heads.values());
    }

    @Override
    public CompletionStage<Void> advanced(AuditHead head) {
        if (fails) {
            return CompletableFuture.failedStage(new IllegalStateException("the store is gone"));
        }
        heads.merge(head.chain(), head, (a, b) -> a.sequence() > b.sequence() ? a : b);
        return CompletableFuture.completedStage(null);
    }
}
