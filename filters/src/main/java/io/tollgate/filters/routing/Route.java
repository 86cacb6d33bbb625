package io.tollgate.filters.routing;

/**
 * Where a request belongs. Immutable; {@link Target} objects are shared by all requests of an app.
 *
 * @param app the app whose rules judge it
 * @param host the host asked for: lower case, without port
 * @param target what answers it
 */
public record Route(App app, String host, Target target) implements Routing {}
