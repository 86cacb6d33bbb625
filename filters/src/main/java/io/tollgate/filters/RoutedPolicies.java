package io.tollgate.filters;

import io.tollgate.config.SessionConfig;
import io.tollgate.filters.access.Readings;
import io.tollgate.filters.routing.Route;
import io.tollgate.filters.routing.Router;
import io.tollgate.filters.session.SessionPolicies;

/** The session policy of each host, as routing has it now. Safe for use by any thread. */
public final class RoutedPolicies implements SessionPolicies {
    private final Router router;
    private final SessionConfig otherwise;
    private final Readings anywhere = (Readings) Readings.of("/");

    /** {@code otherwise} counts where no app answers for a host any more. */
    public RoutedPolicies(Router router, SessionConfig otherwise) {
        this.router = router;
        this.otherwise = otherwise;
    }

    @Override
    public SessionConfig byHost(String host) {
        return router.route(host, anywhere) instanceof Route route ? route.app().session() : otherwise;
    }
}
