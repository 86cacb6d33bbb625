package io.tollgate.filters.session;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.config.SessionConfig;
import io.tollgate.filters.session.SessionJournal.Elapsed;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at sessions whose time has come, so that what they hold open is cut although nobody asks; and writes down how
 * long they have been idle. To be called once a second, by one thread at a time.
 *
 * <p>A session is looked at when it may lock or end, and until then as often as its last activity is to be written: every
 * 10 s or idle/10, whichever is less. One that nobody uses is written every idle/10, so that a restart forgives no more.
 */
public final class SessionSweeper {
    private static final Logger LOG = LoggerFactory.getLogger(SessionSweeper.class);
    private static final long WRITE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int BATCH = 10_000;

    private final Sessions sessions;
    private final SessionPolicies policies;
    private final Ticker ticker;
    private Map<String, Elapsed> batch = new HashMap<>();

    /** A sweeper of these sessions, with the policies and the clock they were made with. */
    public SessionSweeper(Sessions sessions, SessionPolicies policies, Ticker ticker) {
        this.sessions = sessions;
        this.policies = policies;
        this.ticker = ticker;
    }

    /** Locks, ends and writes what is due. Never throws: whoever calls it every second must not give up on it. */
    public synchronized void sweep() {
        try {
            long now = ticker.read();
            for (Session session : sessions.due(now)) {
                visitOrLater(session, now);
            }
            write();
            sessions.expirePending(now);
            sessions.retry(now);
        } catch (RuntimeException e) {
            LOG.error("session.sweep: sessions were not looked at; locks and ends are found at the next request", e);
        }
    }

    /** Other policies count from now on: whoever is over by a stricter one is so at once. Never throws. */
    public synchronized void policiesChanged() {
        try {
            long now = ticker.read();
            for (Session session : sessions.list()) {
                sessions.settle(session, policies.byHost(session.host()), now);
            }
        } catch (RuntimeException e) {
            LOG.error("session.sweep: sessions were not looked at; locks and ends are found at the next request", e);
        }
    }

    /** A user belongs to other tenants: whoever is over by a policy that is stricter for them is so at once. Never throws. */
    public void userChanged(String userId) {
        try {
            long now = ticker.read();
            for (Session session : sessions.of(userId)) {
                sessions.settle(session, policies.byHost(session.host()), now);
            }
        } catch (RuntimeException e) {
            LOG.error("session.sweep: sessions were not looked at; locks and ends are found at the next request", e);
        }
    }

    /**
     * Writes how idle every session is, before the gateway goes down.
     *
     * @return done when all of it is on disk
     */
    public synchronized CompletionStage<Void> flush() {
        long now = ticker.read();
        CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
        for (Session session : sessions.list()) {
            note(session, now);
            if (batch.size() >= BATCH) {
                written = CompletableFuture.allOf(written, write().toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(written, write().toCompletableFuture());
    }

    /** What is due is due once: whoever can't be looked at now has to be again, and is no reason to leave out the others. */
    private void visitOrLater(Session session, long now) {
        try {
            visit(session, now);
        } catch (RuntimeException e) {
            sessions.placeAgain(session, now, now + WRITE_NANOS);
            LOG.error("session.sweep: a session was not looked at; it is again in 10 s, or at its next request", e);
        }
    }

    private void visit(Session session, long now) {
        SessionConfig host = policies.byHost(session.host());
        sessions.settle(session, host, now);
        SessionConfig policy = sessions.policy(session, host);
        if (session.state() == Session.State.ENDED) {
            return;
        }
        boolean isLive = session.state() == Session.State.LIVE;
        long span = (isLive ? policy.idle() : policy.lockFor()).toNanos();
        long since = isLive ? session.lastActiveNanos : session.lockedAtNanos;
        boolean isMoved = session.lastActiveNanos - session.writtenNanos > 0;
        if (isMoved || now - session.writtenNanos >= span / 10) {
            note(session, now);
            if (batch.size() >= BATCH) {
                write();
            }
        }
        long ends = Math.min(
                since + span - now, session.openedNanos + policy.absolute().toNanos() - now);
        sessions.placeAgain(session, now, now + Math.min(ends, Math.min(WRITE_NANOS, span / 10)));
    }

    private void note(Session session, long now) {
        long idle = Math.max(0, now - session.lastActiveNanos);
        long locked = session.state() == Session.State.LOCKED ? Math.max(1, now - session.lockedAtNanos) : 0;
        batch.put(session.id(), new Elapsed(idle, locked));
        session.writtenNanos = now;
    }

    private CompletionStage<Void> write() {
        if (batch.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        Map<String, Elapsed> full = batch;
        batch = new HashMap<>();
        return Attempt.of(
                        "the activity of " + full.size() + " sessions",
                        () -> sessions.journal().touched(full))
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        LOG.warn(
                                "session.journal: last activity was not written; it is again when it changes", failure);
                    }
                });
    }
}
