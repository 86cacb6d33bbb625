package io.tollgate.filters.login;

import io.tollgate.filters.factor.FactorKind;
import io.tollgate.filters.factor.FactorMethod;
import io.tollgate.filters.factor.FactorVerdict;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.login.Page.Link;
import io.tollgate.filters.login.Page.Problem;
import io.tollgate.filters.login.Page.Refusal;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.SessionEnd;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page that asks for the second factor of a login, and what is posted to it. Safe for use by any thread. */
final class FactorResponder implements OwnPage {
    private static final Logger LOG = LoggerFactory.getLogger(FactorResponder.class);

    /** One wording for every reason: whoever has the password alone learns nothing of codes, used, wrong or not looked at. */
    private static final Problem REFUSED = new Problem(
            "That did not work",
            "The code is wrong, was used before, or can't be used right now. Wait until the app shows another one and"
                    + " try that. If it goes on, look whether your telephone's clock is right, wait a few minutes, or call"
                    + " whoever looks after the accounts.");

    private final Doorway doorway;
    private final Admission admission;
    private final FactorCheck check;
    private final FactorGate gate;
    private final RememberedDevices remembered;

    FactorResponder(Doorway doorway) {
        this.doorway = doorway;
        this.admission = new Admission(doorway);
        this.check = doorway.second().check();
        this.gate = new FactorGate(doorway);
        this.remembered = new RememberedDevices(doorway);
    }

    /** A code that is asked for. */
    private record Asked(Visit visit, Caller.Pending pending, boolean isRecovery, String returnTo) {}

    @Override
    public CompletionStage<Response> get(Visit visit) {
        String returnTo = visit.askedReturn();
        if (!(visit.exchange().caller() instanceof Caller.Pending pending)) {
            return Visit.done(elsewhere(visit, returnTo));
        }
        if (!doorway.second().has(pending.user())) {
            return Visit.done(Response.seeOther(visit.page("enrol", returnTo)));
        }
        Asked asked = new Asked(visit, pending, "recovery".equals(visit.queried("way")), returnTo);
        return Visit.done(visit.writer().write(200, page(asked, null)));
    }

    @Override
    public CompletionStage<Response> post(Visit visit) {
        return visit.posted(form -> {
            String returnTo = visit.askedReturn(form);
            if (!(visit.exchange().caller() instanceof Caller.Pending pending)) {
                return Visit.done(elsewhere(visit, returnTo));
            }
            if (!doorway.second().has(pending.user())) {
                return Visit.done(Response.seeOther(visit.page("enrol", returnTo)));
            }
            Asked asked = new Asked(visit, pending, form.value("way").equals("recovery"), returnTo);
            boolean isToRemember = !form.value("remember").isEmpty();
            return check.judge(visit, pending.user(), pending.session(), form)
                    .thenCompose(verdict -> concluded(asked, verdict, isToRemember))
                    .exceptionally(failure -> failed(asked, failure));
        });
    }

    /** Nothing waits for a code here: they are in by now, or begin again. */
    private static Response elsewhere(Visit visit, String returnTo) {
        return Response.seeOther(
                visit.exchange().caller() instanceof Caller.Known ? returnTo : visit.page("login", returnTo));
    }

    private CompletionStage<Response> concluded(Asked asked, FactorVerdict verdict, boolean isToRemember) {
        if (verdict instanceof FactorVerdict.Proved proved) {
            return admitted(asked, proved.method(), isToRemember);
        }
        if (verdict instanceof FactorVerdict.Busy busy) {
            return Visit.done(
                    Answers.notNow(asked.visit().writer(), problem -> page(asked, problem), busy.retryAfter()));
        }
        if (verdict == FactorVerdict.AttemptOver.OVER) {
            return doorway.sessions()
                    .end(asked.pending().session(), SessionEnd.UNPROVEN)
                    .handle((ended, failure) -> over(asked));
        }
        return Visit.done(Answers.challenged(asked.visit().writer().write(401, page(asked, REFUSED))));
    }

    private CompletionStage<Response> admitted(Asked asked, FactorMethod method, boolean isToRemember) {
        Visit visit = asked.visit();
        return admission
                .secondProved(visit.exchange(), asked.pending(), FactorKind.of(method), isToRemember)
                .thenApply(outcome -> {
                    boolean isToRenew = method == FactorMethod.RECOVERY
                            && gate.isLow(asked.pending().user())
                            && outcome instanceof Admission.Outcome.LoggedIn in
                            && in.page() == null;
                    return isToRenew
                            ? visit.admitted(((Admission.Outcome.LoggedIn) outcome).by("recovery"), asked.returnTo())
                            : visit.admitted(outcome, asked.returnTo());
                });
    }

    /** Five were wrong: the password comes first again. */
    private static Response over(Asked asked) {
        Visit visit = asked.visit();
        Refusal page = new Refusal(
                visit.shell(),
                "Too many wrong codes",
                List.of("Log in again to have another try. If the codes go on being wrong, look whether your"
                        + " telephone's clock is right."),
                List.of(),
                new Link(visit.page("login", asked.returnTo()), "Log in again", null),
                visit.exchange().reference());
        return Answers.challenged(visit.writer().write(401, page));
    }

    private Page page(Asked asked, @Nullable Problem problem) {
        User user = asked.pending().user();
        boolean hasApp = gate.hasApp(user);
        boolean hasPasskey = doorway.second().hasPasskey(user, asked.visit().site());
        return new FactorPage.Code(
                asked.visit().shell(),
                user.name(),
                asked.isRecovery() || (!hasApp && !hasPasskey),
                hasApp,
                hasPasskey,
                remembered.offer(user),
                asked.returnTo(),
                ReturnTo.inQuery(asked.returnTo()),
                problem);
    }

    private Response failed(Asked asked, Throwable failure) {
        LOG.warn("factor.failure: nobody can finish logging in while this lasts", Visit.cause(failure));
        return asked.visit().notNow(problem -> page(asked, problem));
    }
}
