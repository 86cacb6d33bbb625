package io.tollgate.filters.login;

import io.tollgate.filters.factor.FactorKind;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.Authentication;
import io.tollgate.filters.identity.SignatureProof;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.login.Page.Login;
import io.tollgate.filters.login.Page.Problem;
import io.tollgate.filters.passkey.Ceremony;
import io.tollgate.filters.passkey.PasskeyOutcome;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs somebody in by a passkey and nothing else: what the login page posts there. Safe for use by any thread. */
final class PasskeyResponder implements OwnPage {
    private static final Logger LOG = LoggerFactory.getLogger(PasskeyResponder.class);

    /** One wording for every reason: what differs would tell which accounts and passkeys there are. */
    private static final Problem REFUSED = new Problem(
            "That did not work",
            "The passkey was not accepted, it took too long, or this account can't be used right now. Try once more, or"
                    + " log in with your name and password. If it goes on, call whoever looks after the accounts.");

    /** A browser that shows nothing of ours was not given the challenge. */
    private static final String NO_BOND = "none";

    private final Doorway doorway;
    private final Admission admission;

    PasskeyResponder(Doorway doorway) {
        this.doorway = doorway;
        this.admission = new Admission(doorway);
    }

    /** Whether a passkey alone lets anybody in at the place that this request asks. */
    static boolean isOffered(Doorway doorway, Visit visit) {
        return doorway.second().policy().isPasskeyAloneOffered() && visit.site().isPossible();
    }

    /** There is nothing to see: the button is on the login page. */
    @Override
    public CompletionStage<Response> get(Visit visit) {
        return Visit.done(Response.seeOther(visit.page("login", visit.askedReturn())));
    }

    @Override
    public CompletionStage<Response> post(Visit visit) {
        if (!isOffered(doorway, visit)) {
            return Visit.done(visit.pages().refused(visit.exchange(), 404, "page.unknown"));
        }
        return visit.posted(form -> {
            String returnTo = visit.askedReturn(form);
            String shown = BrowserBond.shown(visit.exchange().head().fields());
            Ceremony ceremony = Ceremony.alone(visit.site(), shown == null ? NO_BOND : shown);
            SignatureProof proof = (context, isKnown) -> doorway.passkeys()
                    .door()
                    .signed(form.value("assertion"), ceremony, context, isKnown)
                    .thenApply(this::signer);
            return doorway.passkeys()
                    .alone()
                    .authenticate(proof, doorway.recognition().source(visit))
                    .thenCompose(outcome -> concluded(visit, outcome, returnTo))
                    .exceptionally(failure -> failed(visit, failure, returnTo));
        });
    }

    /** Whoever may not log in by a passkey alone has not proved enough by it. */
    private SignatureProof.Signer signer(PasskeyOutcome outcome) {
        if (outcome instanceof PasskeyOutcome.Right right) {
            User user = doorway.passkeys().users().byId(right.passkey().userId());
            return user != null && doorway.second().policy().rules(user).isPasskeyAlone()
                    ? new SignatureProof.Signer(user.id(), "")
                    : new SignatureProof.Signer(null, "passkey.policy");
        }
        return new SignatureProof.Signer(null, ((PasskeyOutcome.Wrong) outcome).reason());
    }

    private CompletionStage<Response> concluded(Visit visit, Authentication outcome, String returnTo) {
        if (!(outcome instanceof Authentication.Accepted accepted)) {
            return Visit.done(Answers.of(visit.writer(), outcome, REFUSED, problem -> page(visit, returnTo, problem)));
        }
        return admission
                .firstProved(visit.exchange(), accepted.user(), FactorKind.PASSKEY)
                .thenCompose(admitted -> admitted == Admission.Outcome.Outrun.OUTRUN
                        ? concluded(visit, new Authentication.Refused("login.disabled"), returnTo)
                        : Visit.done(visit.admitted(admitted, returnTo)));
    }

    private static Page page(Visit visit, String returnTo, Problem problem) {
        return new Login(visit.shell(), "", returnTo, true, problem);
    }

    private static Response failed(Visit visit, Throwable failure, String returnTo) {
        LOG.warn("login.failure: nobody can log in while this lasts", Visit.cause(failure));
        return visit.notNow(problem -> page(visit, returnTo, problem));
    }
}
