package io.tollgate.filters.routing;

import io.tollgate.filters.access.Access;

/**
 * An app as requests meet it. Immutable.
 *
 * @param name its name in the YAML
 * @param access its rules, compiled
 */
public record App(String name, Access access) {}
