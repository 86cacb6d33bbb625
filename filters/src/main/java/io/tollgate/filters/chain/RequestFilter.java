package io.tollgate.filters.chain;

/** Judges a request before the gateway acts on it. Called on the exchange's event loop; must not block; a throw is a Fail. */
@FunctionalInterface
public interface RequestFilter {
    /** Says what is to become of the request, as far as this filter can tell. */
    Verdict judge(Exchange exchange);
}
