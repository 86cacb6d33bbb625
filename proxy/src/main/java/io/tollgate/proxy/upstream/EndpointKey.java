package io.tollgate.proxy.upstream;

import io.tollgate.config.AppConfig;
import io.tollgate.config.CircuitBreakerConfig;
import io.tollgate.config.EndpointUrl;
import io.tollgate.config.HealthConfig;
import io.tollgate.config.OutlierConfig;
import io.tollgate.config.UpstreamConfig;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes an endpoint the same over a reload: where it is, and all that is said about it. As long as that does not change
 * it keeps its connections, its standing and its breaker, whatever becomes of its siblings.
 *
 * @param healthHost the Host that its health is asked by
 */
record EndpointKey(
        String app,
        EndpointUrl url,
        List<InetAddress> sources,
        int maxConnections,
        Duration connect,
        Duration head,
        OutlierConfig outlier,
        @Nullable CircuitBreakerConfig breaker,
        @Nullable HealthConfig health,
        String healthHost) {

    static EndpointKey of(AppConfig app, EndpointUrl url) {
        UpstreamConfig upstream = app.upstream();
        return new EndpointKey(
                app.name(),
                url,
                upstream.sourceAddresses(),
                upstream.maxConnections(),
                upstream.connectTimeout(),
                upstream.headTimeout(),
                upstream.outlier(),
                upstream.breaker(),
                upstream.health(),
                healthHost(app, url));
    }

    /** The name that people know the app by, where it has one; many servers choose the application by it. */
    private static String healthHost(AppConfig app, EndpointUrl url) {
        return app.hosts().stream()
                .filter(host -> !host.wildcard())
                .map(Object::toString)
                .findFirst()
                .orElse(url.authority());
    }
}
