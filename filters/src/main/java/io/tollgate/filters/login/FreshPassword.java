package io.tollgate.filters.login;

import io.tollgate.filters.factor.FactorKind;
import io.tollgate.filters.identity.Authentication;
import io.tollgate.filters.kept.KeptRequests;
import io.tollgate.filters.session.Caller;
import java.util.concurrent.CompletionStage;

/** The proof of whoever has nothing but a password: through the one door, with its budgets and locks. Immutable. */
record FreshPassword(Doorway doorway, KeptRequests kept) implements FreshProof {
    @Override
    public CompletionStage<Outcome> judge(Visit visit, Caller.Known known, PostedForm form) {
        return doorway.passwords()
                .verify(
                        known.user().id(),
                        form.secret("password"),
                        doorway.recognition().source(visit))
                .thenApply(outcome -> outcome(known, outcome));
    }

    private Outcome outcome(Caller.Known known, Authentication outcome) {
        if (outcome instanceof Authentication.TooMany tooMany) {
            return new Outcome.TooMany(tooMany.retryAfter());
        }
        if (outcome instanceof Authentication.Busy busy) {
            return new Outcome.Busy(busy.retryAfter());
        }
        if (outcome instanceof Authentication.Accepted accepted
                && accepted.user().id().equals(known.session().userId())) {
            return new Outcome.Proved(FactorKind.PASSWORD.code());
        }
        return kept.isWrongTooOften(known.session()) ? Outcome.Over.OVER : Outcome.Wrong.WRONG;
    }
}
