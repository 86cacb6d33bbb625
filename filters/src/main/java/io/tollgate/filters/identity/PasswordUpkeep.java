package io.tollgate.filters.identity;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What is done when a password has turned out right, as only then it is there to be hashed anew and judged by the rules of
 * today. Safe for use by any thread.
 */
public interface PasswordUpkeep {
    /** Nothing is. */
    PasswordUpkeep NONE = new PasswordUpkeep() {
        @Override
        public @Nullable Renewal found(User user, char[] password) {
            return null;
        }

        @Override
        public CompletionStage<User> renewed(User user, Renewal renewal) {
            return CompletableFuture.completedStage(user);
        }
    };

    /** What is to be renewed; null where nothing is. Runs on the hashing thread, in the place of the comparison. */
    @Nullable
    Renewal found(User user, char[] password);

    /** Done with the account as it is then. Never fails: what can't be renewed now is at another login. */
    CompletionStage<User> renewed(User user, Renewal renewal);

    /**
     * What becomes of a password that stays.
     *
     * @param hash another hash of it; null where the present one will do
     * @param reason why it must be changed; null where it need not
     */
    record Renewal(@Nullable PasswordHash hash, @Nullable ChangeReason reason) {}
}
