package io.tollgate.filters.factor;

import java.time.Duration;

/** What becomes of somebody's second factor. */
public sealed interface FactorVerdict {
    /** It was right, and can't be shown again. */
    record Proved(FactorMethod method) implements FactorVerdict {}

    /** It was wrong, or used before. */
    enum Refused implements FactorVerdict {
        REFUSED
    }

    /** Too many were wrong, so this was not looked at; whoever is told sees what a wrong one shows. */
    record LockedFor(Duration time) implements FactorVerdict {}

    /** It was wrong, or not looked at, and as many were wrong as one attempt may have: it is over. */
    enum AttemptOver implements FactorVerdict {
        OVER
    }

    /** Nothing was decided: try again after this. */
    record Busy(Duration retryAfter) implements FactorVerdict {}
}
