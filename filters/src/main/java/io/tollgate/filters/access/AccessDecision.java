package io.tollgate.filters.access;

/** What the rules say about a request. */
public sealed interface AccessDecision permits Permit, StepUp, Denied, NeedsForm {}
