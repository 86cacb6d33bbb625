package io.tollgate.filters.identity;

import java.time.Duration;

/** The network has failed too often. Never leaves this package. */
final class OverBudgetException extends RuntimeException {
    private final transient Duration retryAfter;

    OverBudgetException(Duration retryAfter) {
        super("over budget", null, false, false);
        this.retryAfter = retryAfter;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
