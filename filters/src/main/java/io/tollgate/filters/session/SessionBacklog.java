package io.tollgate.filters.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What the journal refused and still has to learn: locks and ends, which hold in memory all the same. Safe for use by any
 * thread. Bounded by the sessions there were: while the journal refuses, none is opened.
 */
final class SessionBacklog {
    private final SessionJournal journal;
    private final ConcurrentLinkedQueue<Session> unwritten = new ConcurrentLinkedQueue<>();

    SessionBacklog(SessionJournal journal) {
        this.journal = journal;
    }

    CompletionStage<Void> locked(Session session, long idleNanos) {
        return remembering(session, Attempt.of("a lock", () -> journal.locked(session.id(), idleNanos)));
    }

    CompletionStage<Void> ended(Session session) {
        return remembering(session, Attempt.of("an end", () -> journal.ended(session.id())));
    }

    private CompletionStage<Void> remembering(Session session, CompletionStage<Void> written) {
        return written.whenComplete((nothing, failure) -> {
            if (failure != null) {
                unwritten.add(session);
            }
        });
    }

    /** Tells the journal again what it refused before. */
    void retry(long nowNanos) {
        Collection<Session> again = taken();
        for (Session session : again) {
            synchronized (session) {
                if (session.state() == Session.State.ENDED) {
                    ended(session);
                } else if (session.state() == Session.State.LOCKED) {
                    locked(session, Math.max(0, nowNanos - session.lastActiveNanos));
                }
            }
        }
    }

    private List<Session> taken() {
        List<Session> taken = new ArrayList<>();
        for (Session next = unwritten.poll(); next != null; next = unwritten.poll()) {
            taken.add(next);
        }
        return taken;
    }
}
