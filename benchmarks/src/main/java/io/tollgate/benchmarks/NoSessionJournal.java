package io.tollgate.benchmarks;

import io.tollgate.filters.session.SessionJournal;
import io.tollgate.filters.session.SessionRow;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps nothing: a request asks the memory, not the journal. */
final class NoSessionJournal implements SessionJournal {
    @Override
    public List<SessionRow> load() {
        return List.of();
    }

    @Override
    public CompletionStage<Void> opened(SessionRow session) {
        return done();
    }

    @Override
    public CompletionStage<Void> replaced(String id, byte[] tokenHash) {
        return done();
    }

    @Override
    public CompletionStage<Void> locked(String id, long idleNanos) {
        return done();
    }

    @Override
    public CompletionStage<Void> ended(String id) {
        return done();
    }

    @Override
    public CompletionStage<Void> touched(Map<String, Elapsed> sessions) {
        return done();
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedStage(null);
    }
}
