package io.tollgate.filters.login;

import io.tollgate.filters.factor.FactorKind;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.Authentication;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.login.Page.Login;
import io.tollgate.filters.login.Page.Problem;
import io.tollgate.filters.session.Caller;
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
    private final Admission admission;

    LoginResponder(Doorway doorway) {
        this.doorway = doorway;
        this.admission = new Admission(doorway);
    }

    @Override
    public CompletionStage<Response> get(Visit visit) {
        String returnTo = visit.askedReturn();
        Caller caller = visit.exchange().caller();
        if (caller instanceof Caller.Known) {
            return Visit.done(Response.seeOther(returnTo));
        }
        if (caller instanceof Caller.Pending) {
            return Visit.done(Response.seeOther(visit.page("factor", returnTo)));
        }
        if (caller instanceof Caller.Locked) {
            return Visit.done(Response.seeOther(visit.page("lock", returnTo)));
        }
        return Visit.done(visit.writer().write(200, page(visit, "", returnTo, null)));
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
        return Visit.done(
                Answers.of(visit.writer(), outcome, REFUSED, problem -> page(visit, name, returnTo, problem)));
    }

    private CompletionStage<Response> admit(Visit visit, User user, String name, String returnTo) {
        return admission
                .firstProved(visit.exchange(), user, FactorKind.PASSWORD)
                .thenCompose(outcome -> outcome == Admission.Outcome.Outrun.OUTRUN
                        ? concluded(visit, new Authentication.Refused("login.password"), name, returnTo)
                        : Visit.done(visit.admitted(outcome, returnTo)));
    }

    private Page page(Visit visit, String name, String returnTo, @Nullable Problem problem) {
        return new Login(visit.shell(), name, returnTo, PasskeyResponder.isOffered(doorway, visit), problem);
    }

    private Response failed(Visit visit, Throwable failure, String name, String returnTo) {
        LOG.warn("login.failure: nobody can log in while this lasts", Visit.cause(failure));
        return visit.notNow(problem -> page(visit, name, returnTo, problem));
    }
}
