package io.tollgate.filters.login;

import io.tollgate.filters.factor.FactorVerdict;
import io.tollgate.filters.session.Caller;
import java.util.concurrent.CompletionStage;

/** The proof of whoever has a second factor: that, counted as at a login. Immutable. */
record FreshCode(FactorCheck check) implements FreshProof {
    @Override
    public CompletionStage<Outcome> judge(Visit visit, Caller.Known known, PostedForm form) {
        return check.judge(visit, known.user(), known.session(), form).thenApply(verdict -> {
            if (verdict == FactorVerdict.AttemptOver.OVER) {
                check.again(known.session()); // Else the next right code would let go what waits by then.
            }
            return outcome(verdict);
        });
    }

    private static Outcome outcome(FactorVerdict verdict) {
        if (verdict instanceof FactorVerdict.Proved proved) {
            return new Outcome.Proved(proved.method().word());
        }
        if (verdict instanceof FactorVerdict.Busy busy) {
            return new Outcome.Busy(busy.retryAfter());
        }
        return verdict == FactorVerdict.AttemptOver.OVER ? Outcome.Over.OVER : Outcome.Wrong.WRONG;
    }
}
