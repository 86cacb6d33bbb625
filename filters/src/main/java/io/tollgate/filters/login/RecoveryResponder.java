package io.tollgate.filters.login;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.login.Page.Problem;
import io.tollgate.filters.session.Caller;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page that says how many recovery codes are left, and makes new ones. Safe for use by any thread. */
final class RecoveryResponder implements OwnPage {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryResponder.class);

    private static final String RENEWED = "These are new. The ones from before don't work any more.";

    private final Doorway doorway;
    private final FactorGate gate;

    RecoveryResponder(Doorway doorway) {
        this.doorway = doorway;
        this.gate = new FactorGate(doorway);
    }

    @Override
    public CompletionStage<Response> get(Visit visit) {
        if (!(visit.exchange().caller() instanceof Caller.Known known)) {
            return Visit.done(visit.notKnown());
        }
        String returnTo = visit.askedReturn();
        return Visit.done(
                doorway.second().has(known.user())
                        ? visit.writer().write(200, page(visit, known, returnTo, null))
                        : Response.seeOther(returnTo));
    }

    @Override
    public CompletionStage<Response> post(Visit visit) {
        if (!(visit.exchange().caller() instanceof Caller.Known known)) {
            return Visit.done(visit.notKnown());
        }
        return visit.posted(form -> {
            String returnTo = visit.askedReturn(form);
            if (!doorway.second().has(known.user())) {
                return Visit.done(Response.seeOther(returnTo));
            }
            if (!gate.isFresh(known)) {
                return Visit.done(FactorGate.freshFirst(visit, "recovery"));
            }
            return gate.told(new AuditEvent.FactorChanged(visit.context(known.user()), "recovery.renewed", null, null))
                    .thenCompose(
                            told -> gate.factors().renewRecovery(known.user().id()))
                    .thenApply(codes -> visit.writer()
                            .write(200, new FactorPage.Codes(visit.shell(), codes, RENEWED, true, returnTo)))
                    .exceptionally(failure -> failed(visit, known, returnTo, failure));
        });
    }

    private Page page(Visit visit, Caller.Known known, String returnTo, @Nullable Problem problem) {
        int left = gate.factors().recoveryLeft(known.user().id());
        return new FactorPage.Recovery(visit.shell(), left, gate.isLow(known.user()), returnTo, problem);
    }

    private Response failed(Visit visit, Caller.Known known, String returnTo, Throwable failure) {
        LOG.warn("recovery.failure: nobody can have new recovery codes while this lasts", Visit.cause(failure));
        return visit.notNow(problem -> page(visit, known, returnTo, problem));
    }
}
