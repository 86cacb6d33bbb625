package io.tollgate.filters.identity;

import java.time.Instant;

/**
 * Passwords that were compared for a subject in one slice of time, as they are kept. Immutable.
 *
 * @param since when the slice began
 */
public record ComparedRow(LockoutKey key, Instant since, int count) {
    public ComparedRow {
        if (count < 0) {
            throw new IllegalArgumentException("negative count");
        }
    }
}
