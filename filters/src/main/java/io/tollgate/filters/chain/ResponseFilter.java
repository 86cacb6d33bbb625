package io.tollgate.filters.chain;

import io.tollgate.filters.http.ResponseHead;

/** Amends the head of every response, on the exchange's event loop, just before it is written. */
@FunctionalInterface
public interface ResponseFilter {
    /** Adds, removes or rewrites fields; must not block. */
    void amend(Exchange exchange, ResponseHead response);
}
