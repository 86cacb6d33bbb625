package io.tollgate.filters.factor;

import java.time.Instant;

/**
 * A user's authenticator app as it is kept. Immutable.
 *
 * @param seed sealed for {@link Factors#SEED} and the user's id
 * @param since when it was set up
 * @param lastStep the last step whose code was taken: no code of it or of one before is taken again
 */
public record TotpRow(String userId, String seed, Instant since, long lastStep) {
    TotpRow used(long step) {
        return new TotpRow(userId, seed, since, step);
    }

    /** Not the seed, sealed or not. */
    @Override
    public String toString() {
        return "TotpRow[" + userId + "]";
    }
}
