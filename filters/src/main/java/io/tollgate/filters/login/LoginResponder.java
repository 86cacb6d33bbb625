package io.tollgate.filters.login;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.Acting;
import io.tollgate.filters.identity.Authentication;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.login.Page.Login;
import io.tollgate.filters.login.Page.Problem;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.Issued;
import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.SessionEnd;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The login page and what is posted to it. Safe for use by any thread.
 *
 * <p>There is no state of a login under way: however many tabs show the page, each is good for itself, and whoever has a
 * session by now is sent on.
 */
final class LoginResponder implements OwnPage {
    private static final Logger LOG = LoggerFactory.getLogger(LoginResponder.class);

    /** One wording for every reason: what differs would tell which names exist. */
    private static final Problem REFUSED = new Problem(
            "That did not work",
            "The name or the password is wrong, or this account can't be used right now. Check both and try again. "
                    + "If it goes on, wait a few minutes or call whoever looks after the accounts.");

    private final Doorway doorway;

    LoginResponder(Doorway doorway) {
        this.doorway = doorway;
    }

    @Override
    public CompletionStage<Response> get(Visit visit) {
        String returnTo = visit.askedReturn();
        Caller caller = visit.exchange().caller();
        if (caller instanceof Caller.Known) {
            return Visit.done(Response.seeOther(returnTo));
        }
        if (caller instanceof Caller.Locked) {
            return Visit.done(Response.seeOther(visit.page("lock", returnTo)));
        }
        return Visit.done(visit.writer().write(200, new Login(visit.shell(), "", returnTo, null)));
    }

    @Override
    public CompletionStage<Response> post(Visit visit) {
        return visit.posted(form -> {
            String name = form.value("username");
            String returnTo = visit.askedReturn(form);
            return doorway.names()
                    .authenticate(
                            name, form.secret("password"), doorway.recognition().source(visit))
                    .thenCompose(outcome -> concluded(visit, outcome, name, returnTo))
                    .exceptionally(failure -> failed(visit, failure, name, returnTo));
        });
    }

    private CompletionStage<Response> concluded(Visit visit, Authentication outcome, String name, String returnTo) {
        if (outcome instanceof Authentication.Accepted accepted) {
            return admit(visit, accepted.user(), name, returnTo);
        }
        return Visit.done(Answers.of(
                visit.writer(), outcome, REFUSED, problem -> new Login(visit.shell(), name, returnTo, problem)));
    }

    /** Whoever was logged in here before is logged out first; then the evidence, the session, and only then the answer. */
    private CompletionStage<Response> admit(Visit visit, User user, String name, String returnTo) {
        return endOf(visit.session())
                .thenCompose(over -> doorway.sessions()
                        .open(
                                user,
                                visit.exchange().route().host(),
                                Device.of(visit.exchange().head()),
                                session -> proved(visit, user, session)))
                .thenCompose(issued -> isOutrun(visit, user, issued.session())
                        ? doorway.sessions()
                                .end(issued.session(), SessionEnd.PASSWORD)
                                .thenCompose(over -> CompletableFuture.failedStage(new OutrunException()))
                        : admitted(visit, user, issued, returnTo))
                .exceptionallyCompose(failure -> Visit.cause(failure) instanceof OutrunException
                        ? concluded(visit, new Authentication.Refused("login.password"), name, returnTo)
                        : CompletableFuture.failedStage(failure));
    }

    /** Whether the password was changed, or the account disabled, between its comparison and the session. */
    private boolean isOutrun(Visit visit, User user, Session session) {
        Caller.Known now = now(visit, session);
        return now == null || !now.user().isSamePassword(user);
    }

    private CompletionStage<Response> admitted(Visit visit, User user, Issued issued, String returnTo) {
        return doorway.recognition()
                .loggedIn(
                        visit,
                        user,
                        visit.handingOut(
                                issued.token(), Response.seeOther(onward(visit, user, issued.session(), returnTo))));
    }

    /** What has to be seen before the application, if anything. Whoever has to choose a tenant does so after a notice. */
    private String onward(Visit visit, User user, Session session, String returnTo) {
        if (doorway.standings().due(user, session.openedAt()) != null) {
            return visit.page("password", returnTo);
        }
        return doorway.standings().isExpiringSoon(user, session.openedAt())
                ? visit.page("expiry", returnTo)
                : next(visit, session, returnTo);
    }

    /** Whoever belongs to several tenants says first for which they act. */
    private String next(Visit visit, Session session, String returnTo) {
        Caller.Known known = now(visit, session);
        return known != null && Acting.CHOOSE.equals(known.objection()) ? visit.page("tenant", returnTo) : returnTo;
    }

    private Caller.@Nullable Known now(Visit visit, Session session) {
        return doorway.sessions().now(session, visit.exchange().route().app().session());
    }

    private CompletionStage<?> endOf(@Nullable Session before) {
        return before == null ? Visit.done(true) : doorway.sessions().end(before, SessionEnd.REPLACED);
    }

    /** A session that nobody could prove later is never opened. */
    private CompletionStage<?> proved(Visit visit, User user, Session session) {
        Caller.Known known = now(visit, session);
        if (known == null || isOutrun(visit, user, session)) {
            return CompletableFuture.failedStage(new OutrunException());
        }
        AuditEvent event = new AuditEvent.LoginSucceeded(visit.context(user, known.tenant()), session.id());
        CompletionStage<Void> written = doorway.audit().append(event);
        return doorway.isAuditRequired() ? written : written.handle((done, failure) -> true);
    }

    private Response failed(Visit visit, Throwable failure, String name, String returnTo) {
        LOG.warn("login.failure: nobody can log in while this lasts", Visit.cause(failure));
        return visit.notNow(problem -> new Login(visit.shell(), name, returnTo, problem));
    }

    /** Whoever changed the password ended all logins by the one before: this one comes too late. Never leaves this class. */
    private static final class OutrunException extends RuntimeException {
        OutrunException() {
            super("outrun", null, false, false);
        }
    }
}
