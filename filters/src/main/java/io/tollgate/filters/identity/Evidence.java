package io.tollgate.filters.identity;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What must be on disk about a change before the change is made. */
@FunctionalInterface
public interface Evidence {
    /** Nothing has to be proved. */
    Evidence NONE = user -> CompletableFuture.allOf();

    /** Done when it is on disk that the account becomes (or was, where it goes) this; a failure prevents the change. */
    CompletionStage<Void> of(User user);
}
