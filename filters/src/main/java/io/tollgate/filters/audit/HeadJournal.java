package io.tollgate.filters.audit;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where the heads of the chains are kept, apart from the chains themselves. */
public interface HeadJournal {
    /** The head of every chain that was ever written. Blocks; for the start and for {@code audit verify}. */
    List<AuditHead> load();

    /** Done when this is on disk as its chain's head. A lower sequence than the one there changes nothing. */
    CompletionStage<Void> advanced(AuditHead head);
}
