package io.tollgate.filters.chain;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The body of a request that has none. */
final class NoBody implements RequestBody {
    @Override
    public long declaredLength() {
        return 0;
    }

    @Override
    public CompletionStage<byte[]> collect(int max) {
        return CompletableFuture.completedStage(new byte[0]);
    }

    @Override
    public CompletionStage<KeptBody> keep(long max) {
        return CompletableFuture.completedStage(KeptBody.NONE);
    }
}
