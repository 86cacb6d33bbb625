package io.tollgate.filters.chain;

import java.util.concurrent.CompletionStage;

/** A request's body, not asked for until somebody needs it. Confined to the exchange's event loop. */
public interface RequestBody {
    /** A request without a body. */
    RequestBody NONE = new NoBody();

    /** The declared length in bytes; 0 for none; -1 where only its end will tell. */
    long declaredLength();

    /**
     * Collects the whole body. What was collected is kept and replayed upstream byte for byte; asking again with the same
     * bound gives the same stage.
     *
     * @param max bytes at the most
     * @return failed with {@link BodyTooLargeException} when there are more; completes on the event loop
     */
    CompletionStage<byte[]> collect(int max);

    /**
     * Keeps the whole body beyond this exchange, encrypted where it is on a disk; what was collected before is its beginning.
     * It is asked for once and then neither collected nor forwarded here.
     *
     * @param max bytes at the most
     * @return failed with {@link BodyTooLargeException} when there are more, and otherwise where it can't be kept; completes
     *     on the event loop
     */
    CompletionStage<KeptBody> keep(long max);
}
