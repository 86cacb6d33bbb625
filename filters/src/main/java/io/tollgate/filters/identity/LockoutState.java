package io.tollgate.filters.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A count of failures as an administrator sees it. Immutable.
 *
 * @param userName null for a name that nobody has, which is not kept
 * @param failures in a row; where it is the user's budget that is spent, within its time
 * @param lockedUntil null where it is not locked, or locked until an administrator says otherwise
 * @param isBudget whether it is the user's budget that is spent
 */
public record LockoutState(
        LockoutKey key,
        @Nullable String userName,
        int failures,
        @Nullable Instant lockedUntil,
        boolean untilAdmin,
        Instant changedAt,
        boolean isBudget) {
    /** Whether attempts are refused now. */
    public boolean isLocked() {
        return untilAdmin || lockedUntil != null;
    }
}
