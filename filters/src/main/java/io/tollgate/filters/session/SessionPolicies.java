package io.tollgate.filters.session;

import io.tollgate.config.SessionConfig;

/** What counts on each host: the strictest {@code session} of its apps. Safe for use by any thread; never blocks. */
@FunctionalInterface
public interface SessionPolicies {
    /** The policy of a host in lower case and without port; the gateway's own where no app answers for it any more. */
    SessionConfig byHost(String host);
}
