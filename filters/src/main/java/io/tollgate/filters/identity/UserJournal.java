package io.tollgate.filters.identity;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where accounts outlive the process. Changes are kept in the order they are asked for; none of them blocks. */
public interface UserJournal {
    /** Every account. Blocks; for the start only. */
    List<User> load();

    /** Done when the new account is on disk. */
    default CompletionStage<Void> inserted(User user) {
        return inserted(List.of(user));
    }

    /** Done when all of the new accounts are on disk; otherwise none is. */
    CompletionStage<Void> inserted(List<User> users);

    /** Done when the account of the same id is on disk as it is here. */
    CompletionStage<Void> updated(User user);

    /**
     * Done when the account of the same id is on disk as it is here, with another password, and its sessions are gone from there
     * but the one that stays: both or neither, whenever the process ends. A journal that keeps no sessions has none to end.
     *
     * @param stays the session by which somebody changes their own password; null for none
     */
    default CompletionStage<Void> passwordSet(User user, @Nullable String stays) {
        return updated(user);
    }

    /** Done when the account and its sessions are gone from disk. */
    CompletionStage<Void> deleted(String userId);
}
