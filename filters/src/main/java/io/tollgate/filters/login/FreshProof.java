package io.tollgate.filters.login;

import io.tollgate.filters.session.Caller;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Judges what somebody posts to prove once more that it is them. Safe for use by any thread; never blocks. */
@FunctionalInterface
interface FreshProof {
    /** Whether it proves all that they have; a failed stage is neither a yes nor a no. */
    CompletionStage<Outcome> judge(Visit visit, Caller.Known known, PostedForm form);

    /** What came of it. */
    sealed interface Outcome {
        /** It is them. {@code how} is the factor's code. */
        record Proved(String how) implements Outcome {}

        /** It is not, or can't be told right now: one to the outside. */
        enum Wrong implements Outcome {
            WRONG
        }

        /** It was one wrong too many: the attempt is over. */
        enum Over implements Outcome {
            OVER
        }

        /** The network has failed too often; nothing was compared. */
        record TooMany(Duration retryAfter) implements Outcome {}

        /** Nothing was compared or counted. */
        record Busy(Duration retryAfter) implements Outcome {}
    }
}
