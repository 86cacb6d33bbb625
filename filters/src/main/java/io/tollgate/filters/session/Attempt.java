package io.tollgate.filters.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A write to the journal, whose throw is a failed stage like any other. */
final class Attempt {
    private Attempt() {}

    static CompletionStage<Void> of(String what, Supplier<CompletionStage<Void>> write) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            write.get().whenComplete((nothing, failure) -> complete(done, what, failure));
        } catch (RuntimeException e) {
            complete(done, what, e);
        }
        return done;
    }

    @SuppressWarnings("NullAway") // a stage of nothing is completed with null
    private static void complete(CompletableFuture<Void> done, String what, @Nullable Throwable failure) {
        if (failure == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(new SessionStoreException("not written: " + what, failure));
        }
    }
}
