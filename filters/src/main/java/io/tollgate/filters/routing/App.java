package io.tollgate.filters.routing;

import io.tollgate.config.AppConfig;
import io.tollgate.config.SessionConfig;
import io.tollgate.filters.access.Access;

/**
 * An app as requests meet it. Immutable.
 *
 * @param name its name in the YAML
 * @param config what the operator declared
 * @param access its rules, compiled
 * @param session the strictest session setting of all apps on its host: the one that counts
 */
public record App(String name, AppConfig config, Access access, SessionConfig session) {}
