package io.tollgate.filters.session;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Locks and ends sessions. Safe for use by any thread. What time or an administrator says holds at once, and the journal is
 * told until it agrees.
 *
 * @param count of those that are not over, but for those that wait for a second factor
 */
record Ends(SessionTable table, SessionBacklog backlog, SessionListener listener, Ticker ticker, AtomicInteger count) {
    CompletionStage<Void> lock(Session session, long lockedAtNanos) {
        CompletionStage<Void> written;
        synchronized (session) {
            if (session.state() != Session.State.LIVE) {
                return CompletableFuture.completedStage(null);
            }
            session.lockedAtNanos = lockedAtNanos;
            session.state = Session.State.LOCKED;
            session.known = null;
            session.provenSeconds = 0;
            written = backlog.locked(session, Math.max(0, ticker.read() - session.lastActiveNanos));
        }
        listener.changed(session);
        return written;
    }

    /** See {@link Sessions#end}. */
    CompletionStage<Void> end(Session session, SessionEnd why) {
        if (session.state() == Session.State.ENDED) {
            return CompletableFuture.completedStage(null);
        }
        if (session.state() == Session.State.PENDING) {
            expire(session, why);
            return CompletableFuture.completedStage(null);
        }
        return backlog.ended(session).whenComplete((nothing, failure) -> finish(session, why));
    }

    /** See {@link Sessions#endAllOf}. */
    CompletionStage<Void> endAllOf(String userId, @Nullable Session except, SessionEnd why) {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (Session session : allOf(userId)) {
            if (session != except) {
                ends.add(end(session, why).toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }

    /** The user may not log in any more. */
    void expireAllOf(String userId) {
        allOf(userId).forEach(session -> expire(session, SessionEnd.USER));
    }

    /** First those that wait for a second factor: by the second look they may be ones that live. */
    private List<Session> allOf(String userId) {
        List<Session> all = new ArrayList<>(table.pending().of(userId));
        all.addAll(table.of(userId));
        return all;
    }

    /** Ends those whose second factor was due for too long. */
    void expirePending(long now) {
        for (Session session : table.pending().list()) {
            if (now - session.openedNanos >= PendingSessions.LONGEST_NANOS) {
                expire(session, SessionEnd.UNPROVEN);
            }
        }
    }

    /** See {@link Sessions#endPendingOf}. */
    void expirePendingOf(String userId, SessionEnd why) {
        List.copyOf(table.pending().of(userId)).forEach(session -> expire(session, why));
    }

    /** Ends a session at once; the journal is told until it agrees. One that was pending is on no disk. */
    void expire(Session session, SessionEnd why) {
        Session.State before = finish(session, why);
        if (before == Session.State.LIVE || before == Session.State.LOCKED) {
            backlog.ended(session);
        }
    }

    /** There is evidence of a session that could not be kept: the trail is told that it is over. */
    void neverWas(Session session) {
        synchronized (session) {
            session.end = SessionEnd.UNKEPT;
            session.state = Session.State.ENDED;
        }
        listener.changed(session);
    }

    /** What it was before. */
    private Session.State finish(Session session, SessionEnd why) {
        Session.State before;
        synchronized (session) {
            before = session.state();
            if (before == Session.State.ENDED) {
                return before;
            }
            session.end = why;
            session.state = Session.State.ENDED;
            session.known = null;
            if (before == Session.State.PENDING) {
                table.pending().remove(session);
            } else {
                table.remove(session);
                count.decrementAndGet();
            }
        }
        listener.changed(session);
        return before;
    }
}
