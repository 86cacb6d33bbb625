package io.tollgate.filters.identity;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where counts of failures outlive the process. Changes are kept in the order they are asked for; none of them blocks. */
public interface CounterJournal {
    /** Every count per user and network. Blocks; for the start only. */
    List<LockoutRow> lockouts();

    /** Every count per network. Blocks; for the start only. */
    List<NetworkRow> networks();

    /** Done when this row is on disk in place of the one of the same key. */
    CompletionStage<Void> counted(LockoutRow row);

    /** Done when this row is on disk in place of the one of the same network. */
    CompletionStage<Void> counted(NetworkRow row);

    /** Done when these counts are gone from disk. */
    CompletionStage<Void> cleared(Collection<LockoutKey> keys);

    /** Done when the counts of these networks are gone from disk. */
    CompletionStage<Void> forgotten(Collection<String> networks);
}
