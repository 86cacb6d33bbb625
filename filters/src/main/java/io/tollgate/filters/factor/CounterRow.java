package io.tollgate.filters.factor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many codes of a user were wrong in a row, as it is kept. Immutable.
 *
 * @param lockedUntil null where none is refused unseen
 */
public record CounterRow(
        String userId, int failures, @Nullable Instant lockedUntil) {}
