package io.tollgate.filters.session;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives sessions the new tokens that an unlock, a step-up or a second factor is due. Safe for use by any thread; one at a time
 * for each session.
 *
 * @param placed told of each that lives by its new token
 * @param added adds one that was pending to those that live
 * @param over ends one that could not be kept
 */
record Renewal(
        SessionJournal journal,
        SessionBacklog backlog,
        SessionTable table,
        Freshness freshness,
        Ticker ticker,
        SecureRandom random,
        Consumer<Session> placed,
        Consumer<Session> added,
        BiConsumer<Session, SessionEnd> over) {
    /** A new token for a session that is locked; see {@link Sessions#unlock}. */
    CompletionStage<@Nullable Issued> unlock(Session session) {
        return replaced("an unlock", session, Session.State.LOCKED);
    }

    /** A new token for a session that lives; see {@link Sessions#stepUp}. */
    CompletionStage<@Nullable Issued> stepUp(Session session) {
        return replaced("a step-up", session, Session.State.LIVE).thenApply(issued -> {
            if (issued != null) {
                freshness.mark(session, ticker.read());
            }
            return issued;
        });
    }

    private CompletionStage<@Nullable Issued> replaced(String what, Session session, Session.State from) {
        String token = TokenDigest.random(random);
        TokenHash hash = table.hash(token);
        CompletionStage<Void> written;
        synchronized (session) {
            if (session.state() != from || session.isRenewed) {
                return CompletableFuture.completedStage(null);
            }
            session.isRenewed = true;
            written = Attempt.of(what, () -> journal.replaced(session.id(), hash.bytes()));
        }
        return written.whenComplete((nothing, failure) -> isRenewedNoMore(session))
                .thenApply(nothing -> isReplaced(session, hash, from) ? new Issued(session, token) : null);
    }

    private boolean isReplaced(Session session, TokenHash hash, Session.State from) {
        synchronized (session) {
            if (session.state() != from) {
                return false;
            }
            long now = ticker.read();
            table.replace(session, hash, now + Sessions.GRACE_NANOS);
            session.lastActiveNanos = now;
            session.state = Session.State.LIVE;
        }
        placed.accept(session);
        return true;
    }

    /** The token of a login for a session that waits for its second factor; see {@link Sessions#prove}. */
    CompletionStage<@Nullable Issued> prove(Session session, Function<Session, CompletionStage<?>> evidence) {
        synchronized (session) {
            if (session.state() != Session.State.PENDING || session.isRenewed) {
                return CompletableFuture.completedStage(null);
            }
            session.isRenewed = true;
        }
        String token = TokenDigest.random(random);
        TokenHash hash = table.hash(token);
        SessionRow row = new SessionRow(
                session.id(),
                hash.bytes(),
                session.userId(),
                session.host(),
                session.openedAt(),
                Session.State.LIVE,
                0,
                0,
                session.device(),
                session.tenant());
        return CompletableFuture.completedStage(session)
                .thenCompose(waiting -> evidence.apply(waiting).thenApply(proved -> waiting)) // its throw is a failure
                .thenCompose(proved -> Attempt.of("a login", () -> journal.opened(row))
                        .whenComplete((written, failure) -> {
                            if (failure != null) {
                                over.accept(session, SessionEnd.UNKEPT);
                            }
                        }))
                .whenComplete((nothing, failure) -> isRenewedNoMore(session))
                .thenApply(written -> isProved(session, hash) ? new Issued(session, token) : null);
    }

    private boolean isProved(Session session, TokenHash hash) {
        synchronized (session) {
            if (session.state() != Session.State.PENDING) {
                backlog.ended(session); // It was over before it was on the disk, which has to forget it again.
                return false;
            }
            long now = ticker.read();
            table.pending().remove(session); // The token before proved less: it is good for nothing more.
            session.named(hash);
            session.lastActiveNanos = now;
            freshness.mark(session, now);
            session.state = Session.State.LIVE;
            added.accept(session);
            return true;
        }
    }

    private static void isRenewedNoMore(Session session) {
        synchronized (session) {
            session.isRenewed = false;
        }
    }
}
