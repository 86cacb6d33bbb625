package io.tollgate.filters.identity;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where accounts outlive the process. Changes are kept in the order they are asked for; none of them blocks. */
public interface UserJournal {
    /** Every account. Blocks; for the start only. */
    List<User> load();

    /** Done when the new account is on disk. */
    CompletionStage<Void> inserted(User user);

    /** Done when the account of the same id is on disk as it is here. */
    CompletionStage<Void> updated(User user);

    /** Done when the account and its sessions are gone from disk. */
    CompletionStage<Void> deleted(String userId);
}
