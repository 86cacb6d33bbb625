package io.tollgate.filters.session;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Where sessions outlive the process. Changes are kept in the order they are asked for; none of them blocks. */
public interface SessionJournal {
    /**
     * How long nobody was there, and how long a session has been locked, in nanoseconds so far.
     *
     * @param lockedNanos 0 while it lives
     */
    record Elapsed(long idleNanos, long lockedNanos) {}

    /** Every session that is not over. Blocks; for the start only. */
    List<SessionRow> load();

    /** Done when the new session is on disk. Failed where its user is gone by then. */
    CompletionStage<Void> opened(SessionRow session);

    /** Done when the session has this token's hash on disk, lives and is not idle: an unlock or a step-up. */
    CompletionStage<Void> replaced(String id, byte[] tokenHash);

    /** Done when the session is locked on disk, having been idle for so long. */
    CompletionStage<Void> locked(String id, long idleNanos);

    /** Done when it is on disk that the session's user acts for this tenant in it. */
    CompletionStage<Void> chosen(String id, String tenant);

    /** Done when the session is gone from disk; so is one that was not there. */
    CompletionStage<Void> ended(String id);

    /** Done when these are on disk, in one write; a session that is gone by then is left out. */
    CompletionStage<Void> touched(Map<String, Elapsed> sessions);
}
