package io.tollgate.filters.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive failures of one subject from one network, as they are kept. Immutable.
 *
 * @param failures how many in a row, those under way included
 * @param lockedUntil when the next attempt is judged again; null where none is refused
 * @param untilAdmin whether only an administrator's act ends it
 * @param changedAt when it last changed
 */
public record LockoutRow(
        LockoutKey key, int failures, @Nullable Instant lockedUntil, boolean untilAdmin, Instant changedAt) {
    public LockoutRow {
        if (failures < 0) {
            throw new IllegalArgumentException("negative failures");
        }
    }
}
