package io.tollgate.filters.scratch;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Lends scratch objects to threads without locks and, once warm, without garbage. Safe for use by any thread; where two
 * threads meet on one place, one of them gets a new object.
 *
 * <p>What is lent must be given back by the call that took it, holding nothing of that call any more: then nothing of one
 * request can be met in another. What is not given back is lost, never shared.
 */
public final class ScratchPool<T> {
    private static final int PLACES = 16;
    /** References between two places, so that they don't share a cache line. */
    private static final int STRIDE = 16;

    private final AtomicReferenceArray<T> places = new AtomicReferenceArray<>(PLACES * STRIDE);
    private final Supplier<T> maker;

    /** A pool of what {@code maker} makes. */
    public ScratchPool(Supplier<T> maker) {
        this.maker = maker;
    }

    /** An object for this thread alone, until it gives it back. */
    public T take() {
        T lent = places.getAndSet(place(), null);
        return lent == null ? maker.get() : lent;
    }

    /** Takes an object back. */
    public void giveBack(T scratch) {
        places.lazySet(place(), scratch);
    }

    private static int place() {
        return ((int) Thread.currentThread().getId() & (PLACES - 1)) * STRIDE;
    }
}
