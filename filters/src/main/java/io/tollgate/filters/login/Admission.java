package io.tollgate.filters.login;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.factor.FactorKind;
import io.tollgate.filters.factor.FactorStep;
import io.tollgate.filters.identity.Acting;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.Issued;
import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.SessionCookie;
import io.tollgate.filters.session.SessionEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What follows a factor that was proved, by whatever door: the session before ends, evidence is kept, and a session is opened,
 * or waits for the second factor. Safe for use by any thread. It shapes no answer: some doors answer with a page of ours, and
 * some with an application's.
 */
public final class Admission {
    private final Doorway doorway;
    private final RememberedDevices remembered;

    /** Admission to these sessions. */
    public Admission(Doorway doorway) {
        this.doorway = doorway;
        this.remembered = new RememberedDevices(doorway);
    }

    /** What came of it. */
    public sealed interface Outcome {
        /**
         * They are logged in.
         *
         * @param cookies values of Set-Cookie that go with whatever is answered
         * @param page the name of a page of ours that has to be seen first; null for none
         */
        record LoggedIn(
                Session session,
                List<String> cookies,
                @Nullable String page) implements Outcome {
            public LoggedIn {
                cookies = List.copyOf(cookies);
            }

            /** The same by way of this page of ours. */
            LoggedIn by(String first) {
                return new LoggedIn(session, cookies, first);
            }
        }

        /**
         * A second factor is due, or has to be set up: the page {@code factor} comes first.
         *
         * @param cookies values of Set-Cookie that go with whatever is answered
         */
        record SecondDue(Session session, List<String> cookies) implements Outcome {
            public SecondDue {
                cookies = List.copyOf(cookies);
            }
        }

        /** Too late: the password was changed, the account disabled or the session over meanwhile. Nothing was opened. */
        enum Outrun implements Outcome {
            OUTRUN
        }
    }

    /**
     * A user has just proved a first factor.
     *
     * @param user as they were when it was proved: a password that was changed since is no proof
     * @param first {@code PASSWORD}, {@code APP}, or a {@code PASSKEY} alone, after which nothing more is asked
     * @return failed where evidence or store refused
     */
    public CompletionStage<Outcome> firstProved(Exchange exchange, User user, FactorKind first) {
        Visit visit = new Visit(exchange, doorway.pages());
        boolean isWhole = first == FactorKind.PASSKEY || !doorway.second().has(user);
        boolean isRemembered = !isWhole && remembered.isHere(visit, user);
        FactorStep step = first == FactorKind.PASSKEY
                ? FactorStep.NOTHING
                : doorway.second().step(user, isRemembered);
        boolean isDue = step == FactorStep.CODE || step == FactorStep.ENROL;
        FactorKind how = isRemembered ? FactorKind.REMEMBERED : first;
        return endOf(visit.session())
                .thenCompose(over -> isDue ? challenged(visit, user, first) : opened(visit, user, how, isWhole))
                .exceptionallyCompose(Admission::outrunOrFailed);
    }

    /** The user of a session that waited for it has just proved the second factor; the device is not remembered. */
    public CompletionStage<Outcome> secondProved(Exchange exchange, Caller.Pending pending, FactorKind second) {
        return secondProved(exchange, pending, second, false);
    }

    /**
     * The user of a session that waited for it has just proved the second factor.
     *
     * @param isToRemember whether they want to be asked on this device no more for a while, where policy allows that
     * @return failed where evidence or store refused
     */
    public CompletionStage<Outcome> secondProved(
            Exchange exchange, Caller.Pending pending, FactorKind second, boolean isToRemember) {
        Visit visit = new Visit(exchange, doorway.pages());
        User user = pending.user();
        return doorway.sessions()
                .prove(pending.session(), session -> succeeded(visit, user, session, second))
                .thenCompose(issued -> issued == null
                        ? CompletableFuture.failedStage(new OutrunException())
                        : admitted(visit, user, issued, isToRemember))
                .exceptionallyCompose(Admission::outrunOrFailed);
    }

    /**
     * The user of a locked session has just proved who they are by an app's own login.
     *
     * @return {@code OUTRUN} where another request was faster, or the session is over
     */
    public CompletionStage<Outcome> unlocked(Exchange exchange, Caller.Locked locked) {
        Visit visit = new Visit(exchange, doorway.pages());
        return doorway.sessions()
                .unlock(locked.session())
                .thenCompose(issued -> issued == null
                        ? CompletableFuture.failedStage(new OutrunException())
                        : unlockProved(visit, locked, issued)
                                .thenCompose(proved -> admitted(visit, locked.user(), issued, false)))
                .exceptionallyCompose(Admission::outrunOrFailed);
    }

    private CompletionStage<?> unlockProved(Visit visit, Caller.Locked locked, Issued issued) {
        AuditEvent event = new AuditEvent.SessionChanged(
                visit.context(locked.user()),
                "session.unlocked",
                null,
                issued.session().id());
        return doorway.audit().append(event).handle((written, failure) -> {
            if (failure != null && doorway.isAuditRequired()) {
                doorway.sessions().lock(issued.session());
                throw new IllegalStateException("an unlock can't be proved", failure);
            }
            return true;
        });
    }

    /** Whoever was logged in here before is logged out first; then the evidence, the session, and only then the answer. */
    private CompletionStage<?> endOf(@Nullable Session before) {
        return before == null ? Visit.done(true) : doorway.sessions().end(before, SessionEnd.REPLACED);
    }

    private CompletionStage<Outcome> opened(Visit visit, User user, FactorKind how, boolean isWhole) {
        return doorway.sessions()
                .open(user, host(visit), device(visit), session -> succeeded(visit, user, session, how))
                .thenCompose(issued -> unlessOutrun(visit, user, issued))
                .thenCompose(issued -> {
                    if (isWhole) {
                        doorway.sessions().fresh(issued.session());
                    }
                    return admitted(visit, user, issued, false);
                });
    }

    private CompletionStage<Outcome> challenged(Visit visit, User user, FactorKind first) {
        return doorway.sessions()
                .openPending(
                        user,
                        host(visit),
                        device(visit),
                        doorway.recognition().device(visit, user) != null,
                        session -> proved(
                                visit,
                                user,
                                session,
                                context -> new AuditEvent.LoginChallenged(context, session.id(), first.code())))
                .thenCompose(issued -> unlessOutrun(visit, user, issued))
                .thenApply(issued -> new Outcome.SecondDue(issued.session(), List.of(cookie(visit, issued))));
    }

    private CompletionStage<Issued> unlessOutrun(Visit visit, User user, Issued issued) {
        return prospect(visit, user, issued.session()) == null
                ? doorway.sessions()
                        .end(issued.session(), SessionEnd.PASSWORD)
                        .thenCompose(over -> CompletableFuture.failedStage(new OutrunException()))
                : Visit.done(issued);
    }

    private CompletionStage<Outcome> admitted(Visit visit, User user, Issued issued, boolean isToRemember) {
        String first = first(visit, user, issued.session());
        return doorway.recognition().known(visit, user).thenCompose(known -> {
            List<String> cookies = new ArrayList<>(List.of(cookie(visit, issued)));
            if (known != null) {
                cookies.add(known.cookie());
            }
            Outcome in = new Outcome.LoggedIn(issued.session(), cookies, first);
            return known == null || !isToRemember
                    ? Visit.done(in)
                    : remembered.remember(visit, user, known.device()).thenApply(done -> in);
        });
    }

    /** What has to be seen before the application, if anything. Whoever has to choose a tenant does so after a notice. */
    private @Nullable String first(Visit visit, User user, Session session) {
        if (doorway.standings().due(user, session.openedAt()) != null) {
            return "password";
        }
        if (doorway.standings().isExpiringSoon(user, session.openedAt())) {
            return "expiry";
        }
        Caller.Known known = prospect(visit, user, session);
        if (known != null && Acting.CHOOSE.equals(known.objection())) {
            return "tenant";
        }
        return isOffered(user) ? "offer" : null;
    }

    /** Whether they may have a second factor, have none, and have not yet said that they want none. */
    private boolean isOffered(User user) {
        return doorway.second().step(user, false) == FactorStep.OFFERED
                && !doorway.second().own().factors().hasDeclined(user.id());
    }

    private static String cookie(Visit visit, Issued issued) {
        return SessionCookie.set(visit.exchange().arrival().isAdmin(), issued.token());
    }

    private static String host(Visit visit) {
        return visit.exchange().route().host();
    }

    private static String device(Visit visit) {
        return Device.of(visit.exchange().head());
    }

    /** Null where the password was changed, or the account disabled, since it was proved. */
    private Caller.@Nullable Known prospect(Visit visit, User user, Session session) {
        Caller.Known known = doorway.sessions()
                .prospect(session, visit.exchange().route().app().session());
        return known != null && known.user().isSamePassword(user) ? known : null;
    }

    private CompletionStage<?> succeeded(Visit visit, User user, Session session, FactorKind how) {
        return proved(
                visit, user, session, context -> new AuditEvent.LoginSucceeded(context, session.id(), how.code()));
    }

    /** An event of a session, by its context. */
    @FunctionalInterface
    private interface Proof {
        AuditEvent event(AuditEvent.Context context);
    }

    /** A session that nobody could prove later is never opened. */
    private CompletionStage<?> proved(Visit visit, User user, Session session, Proof proof) {
        Caller.Known known = prospect(visit, user, session);
        if (known == null) {
            return CompletableFuture.failedStage(new OutrunException());
        }
        CompletionStage<Void> written = doorway.audit().append(proof.event(visit.context(user, known.tenant())));
        return doorway.isAuditRequired() ? written : written.handle((done, failure) -> true);
    }

    private static CompletionStage<Outcome> outrunOrFailed(Throwable failure) {
        return Visit.cause(failure) instanceof OutrunException
                ? Visit.done(Outcome.Outrun.OUTRUN)
                : CompletableFuture.failedStage(failure);
    }

    /** Whoever changed the password ended all logins by the one before: this one comes too late. Never leaves this class. */
    private static final class OutrunException extends RuntimeException {
        OutrunException() {
            super("outrun", null, false, false);
        }
    }
}
