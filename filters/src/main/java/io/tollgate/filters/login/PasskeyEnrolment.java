package io.tollgate.filters.login;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.factor.FactorKind;
import io.tollgate.filters.factor.FactorStep;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.passkey.Ceremony;
import io.tollgate.filters.passkey.PasskeyOutcome;
import io.tollgate.filters.passkey.Purpose;
import io.tollgate.filters.session.Caller;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A passkey made in a login, by somebody who must have a second factor and has none; and the recovery codes that come with a
 * first passkey. Safe for use by any thread.
 */
final class PasskeyEnrolment {
    private static final Logger LOG = LoggerFactory.getLogger(PasskeyEnrolment.class);
    private static final String DONE = "Your passkey is made.";

    private final Doorway doorway;
    private final Admission admission;
    private final FactorGate gate;

    PasskeyEnrolment(Doorway doorway) {
        this.doorway = doorway;
        this.admission = new Admission(doorway);
        this.gate = new FactorGate(doorway);
    }

    /** What is posted in a login: whoever has a second factor by now shows that one. */
    CompletionStage<Response> inLogin(Visit visit, Caller.Pending pending, PostedForm form) {
        User user = pending.user();
        String returnTo = visit.askedReturn(form);
        boolean isDue = doorway.second().step(user, false) == FactorStep.ENROL;
        if (!isDue || !PasskeyKeeping.isAllowed(doorway, user)) {
            return Visit.done(Response.seeOther(visit.page("factor", returnTo)));
        }
        Ceremony ceremony = Ceremony.in(pending.session().id(), Purpose.REGISTER, visit.site(), user.id());
        return doorway.passkeys()
                .door()
                .made(form.value("attestation"), ceremony, form.value("name"), visit.context(user))
                .thenCompose(outcome -> outcome instanceof PasskeyOutcome.Wrong
                        ? Visit.done(Response.seeOther(visit.page("enrol", returnTo) + "&passkey=refused"))
                        : codes(visit, user).thenCompose(codes -> loggedIn(visit, pending, codes, returnTo)));
    }

    /** Recovery codes of somebody who has none and would need them: with a first passkey; none for anybody else. */
    CompletionStage<List<String>> first(Visit visit, User user) {
        boolean isFirst = gate.rules(user).isOn() && gate.factors().recoveryLeft(user.id()) == 0;
        return isFirst ? codes(visit, user) : Visit.done(List.of());
    }

    /** The page with them. */
    static Response shown(Visit visit, List<String> codes, boolean isIn, String onward) {
        return visit.writer().write(200, new FactorPage.Codes(visit.shell(), codes, DONE, isIn, onward));
    }

    private CompletionStage<List<String>> codes(Visit visit, User user) {
        return gate.told(new AuditEvent.FactorChanged(visit.context(user), "recovery.renewed", null, null))
                .thenCompose(told -> gate.factors().renewRecovery(user.id()));
    }

    /** The codes are shown whatever becomes of the login: they are the only ones, and can't be shown again. */
    private CompletionStage<Response> loggedIn(
            Visit visit, Caller.Pending pending, List<String> codes, String returnTo) {
        return admission
                .secondProved(visit.exchange(), pending, FactorKind.PASSKEY)
                .handle((outcome, failure) -> {
                    if (failure != null) {
                        LOG.warn("enrol.failure: a passkey is made, and its login did not go on", Visit.cause(failure));
                    }
                    if (!(outcome instanceof Admission.Outcome.LoggedIn in)) {
                        return shown(visit, codes, false, visit.page("login", returnTo));
                    }
                    String page = in.page();
                    String onward = page == null ? returnTo : visit.page(page, returnTo);
                    return Visit.with(in.cookies(), shown(visit, codes, true, onward));
                });
    }
}
