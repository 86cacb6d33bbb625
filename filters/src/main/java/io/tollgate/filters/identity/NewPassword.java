package io.tollgate.filters.identity;

import io.tollgate.config.PasswordHistory;
import org.jspecify.annotations.Nullable;

/**
 * A password that is to take the place of another. Immutable.
 *
 * @param due why it has to be changed in turn; null where it need not
 * @param history which old ones are kept from now on
 * @param replaces the number of the one it was judged against; negative: whichever there is
 */
public record NewPassword(PasswordHash hash, @Nullable ChangeReason due, PasswordHistory history, long replaces) {
    /** One that replaces whichever there is and keeps none. */
    public static NewPassword of(PasswordHash hash, boolean mustChange) {
        return new NewPassword(hash, mustChange ? ChangeReason.SET_BY_ANOTHER : null, PasswordHistory.NONE, -1);
    }
}
