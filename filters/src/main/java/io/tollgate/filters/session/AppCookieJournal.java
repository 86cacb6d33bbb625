package io.tollgate.filters.session;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where the owners of app cookies outlive the process. Changes are kept in the order they are asked for. */
public interface AppCookieJournal {
    /** Every cookie with its owner, the longest unseen first. Blocks; for the start only. */
    List<AppCookieRow> load();

    /**
     * Done when these are on disk, in one write. The owner of a value that is there already stays who it is; only when
     * it was seen is moved.
     */
    CompletionStage<Void> bound(List<AppCookieRow> cookies);

    /** Done when those not seen since {@code before} are gone, and of the rest all but the {@code most} last seen. */
    CompletionStage<Void> trimmed(Instant before, int most);
}
