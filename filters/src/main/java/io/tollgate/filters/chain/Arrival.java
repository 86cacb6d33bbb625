package io.tollgate.filters.chain;

/**
 * What a connection knows about how a request got here. Immutable.
 *
 * @param listener the listener's name
 * @param scheme how the client sees us: {@code https}, or {@code http} on a plain listener
 * @param port the port the client asked for, as far as it is known
 * @param isAdmin whether this is the admin listener
 */
public record Arrival(String listener, String scheme, int port, boolean isAdmin) {}
