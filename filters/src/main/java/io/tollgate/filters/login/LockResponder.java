package io.tollgate.filters.login;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.Authentication;
import io.tollgate.filters.login.Page.Lock;
import io.tollgate.filters.login.Page.Problem;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.Issued;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page of a locked session: its own user's password opens it, and nobody else's. Safe for use by any thread.
 */
final class LockResponder implements OwnPage {
    private static final Logger LOG = LoggerFactory.getLogger(LockResponder.class);

    private static final Problem REFUSED = new Problem(
            "Still locked",
            "The password is wrong, or this account can't be used right now. Check it and try again. If it goes on,"
                    + " wait a few minutes or call whoever looks after the accounts.");

    private final Doorway doorway;

    LockResponder(Doorway doorway) {
        this.doorway = doorway;
    }

    @Override
    public CompletionStage<Response> get(Visit visit) {
        String returnTo = visit.askedReturn();
        return Visit.done(
                visit.exchange().caller() instanceof Caller.Locked locked
                        ? visit.writer().write(200, page(visit, locked, returnTo, null))
                        : elsewhere(visit, returnTo));
    }

    @Override
    public CompletionStage<Response> post(Visit visit) {
        return visit.posted(form -> {
            String returnTo = visit.askedReturn(form);
            if (!(visit.exchange().caller() instanceof Caller.Locked locked)) {
                return Visit.done(elsewhere(visit, returnTo));
            }
            return doorway.passwords()
                    .verify(
                            locked.user().id(),
                            form.secret("password"),
                            doorway.recognition().source(visit))
                    .thenCompose(outcome -> concluded(visit, locked, outcome, returnTo))
                    .exceptionally(failure -> failed(visit, locked, failure, returnTo));
        });
    }

    /** There is nothing to unlock: the session lives by now, or there is none. */
    private static Response elsewhere(Visit visit, String returnTo) {
        return Response.seeOther(
                visit.exchange().caller() instanceof Caller.Known ? returnTo : visit.page("login", returnTo));
    }

    private CompletionStage<Response> concluded(
            Visit visit, Caller.Locked locked, Authentication outcome, String returnTo) {
        if (!(outcome instanceof Authentication.Accepted accepted)
                || !accepted.user().id().equals(locked.session().userId())) {
            return Visit.done(
                    Answers.of(visit.writer(), outcome, REFUSED, problem -> page(visit, locked, returnTo, problem)));
        }
        return doorway.sessions()
                .unlock(locked.session())
                .thenCompose(issued -> issued == null
                        ? Visit.done(Response.seeOther(returnTo)) // another tab was faster, or the session is over
                        : proved(visit, locked, issued)
                                .thenRun(() -> isFreshWhereNothingElseIsThere(locked, issued))
                                .thenCompose(proved -> doorway.recognition()
                                        .loggedIn(
                                                visit,
                                                locked.user(),
                                                visit.handingOut(issued.token(), Response.seeOther(returnTo)))));
    }

    private CompletionStage<?> proved(Visit visit, Caller.Locked locked, Issued issued) {
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

    /** Whoever has a password and nothing else has just proved all that they have. */
    private void isFreshWhereNothingElseIsThere(Caller.Locked locked, Issued issued) {
        if (!doorway.second().has(locked.user())) {
            doorway.sessions().fresh(issued.session());
        }
    }

    private static Page page(Visit visit, Caller.Locked locked, String returnTo, @Nullable Problem problem) {
        return new Lock(visit.shell(), locked.user().name(), returnTo, problem);
    }

    private static Response failed(Visit visit, Caller.Locked locked, Throwable failure, String returnTo) {
        LOG.warn("lock.failure: nobody can unlock while this lasts", Visit.cause(failure));
        return visit.notNow(problem -> page(visit, locked, returnTo, problem));
    }
}
