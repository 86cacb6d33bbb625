package io.tollgate.filters.store;

import org.jspecify.annotations.Nullable;

/**
 * The store can't take a change now: it is full of waiting work, its disk is full or failing, or it was closed. Nothing
 * is lost that was acknowledged; the caller answers 503 and keeps what it has.
 */
public final class StoreUnavailableException extends RuntimeException {
    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
