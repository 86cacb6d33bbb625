package io.tollgate.filters.routing;

/** Where a request belongs, or why it belongs nowhere. */
public sealed interface Routing permits Route, Misrouted {}
