package io.tollgate.filters.identity;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where it outlives the process how many passwords were compared. None of the changes blocks; they are kept in order. */
public interface ComparedJournal {
    /** Every slice. Blocks; for the start only. */
    List<ComparedRow> compared();

    /** Done when this row is on disk in place of the one of the same key and slice. */
    CompletionStage<Void> counted(ComparedRow row);

    /** Done when the slices of these keys that began before then are gone from disk. */
    CompletionStage<Void> uncounted(Collection<LockoutKey> keys, Instant before);
}
