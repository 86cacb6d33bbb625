package io.tollgate.filters.login;

import io.tollgate.filters.factor.FactorStep;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.session.Caller;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells somebody that they may have a second factor, until they say not now. Safe for use by any thread. */
final class OfferResponder implements OwnPage {
    private static final Logger LOG = LoggerFactory.getLogger(OfferResponder.class);

    private final Doorway doorway;
    private final FactorGate gate;

    OfferResponder(Doorway doorway) {
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
                doorway.second().step(known.user(), false) == FactorStep.OFFERED
                        ? visit.writer().write(200, page(visit, known, returnTo))
                        : Response.seeOther(returnTo));
    }

    private Page page(Visit visit, Caller.Known known, String returnTo) {
        boolean hasPasskeys = PasskeyKeeping.isPossible(doorway, visit, known.user());
        return new FactorPage.Offer(visit.shell(), hasPasskeys, returnTo, ReturnTo.inQuery(returnTo));
    }

    /** Not now, and not at the next login either: it stays on the account page. */
    @Override
    public CompletionStage<Response> post(Visit visit) {
        if (!(visit.exchange().caller() instanceof Caller.Known known)) {
            return Visit.done(visit.notKnown());
        }
        return visit.posted(form -> gate.factors().decline(known.user().id()).handle((kept, failure) -> {
            if (failure != null) { // That they are asked once more is no reason to stop them.
                LOG.warn("offer.journal: not kept that a second factor is not wanted", Visit.cause(failure));
            }
            return Response.seeOther(visit.askedReturn(form));
        }));
    }
}
