package io.tollgate.filters.identity;

import java.time.Duration;

/** The hashing pool has as much waiting as it takes. Answered with 503 and Retry-After. */
public final class PoolFullException extends RuntimeException {
    private final Duration retryAfter;

    PoolFullException(Duration retryAfter) {
        super(
                "too many passwords are being checked; try again in " + retryAfter.toSeconds() + " s",
                null,
                false,
                false);
        this.retryAfter = retryAfter;
    }

    /** When there is likely to be room again; whole seconds, at least one. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
