package io.tollgate.config;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an app is: its endpoints, how one of them is chosen, and the limits towards each.
 *
 * @param endpoints one to {@value #MOST_ENDPOINTS}, all of one scheme, none twice
 * @param tls there exactly where the endpoints are https
 * @param sticky whether a session stays with its endpoint as long as that is well
 * @param sourceAddresses local addresses to connect from, of which a session always uses the same; empty: the system's choice
 * @param safe requests that may be sent again although they may have been acted on
 * @param maxConnections for each endpoint, over all event loops
 * @param connectTimeout until a connection stands
 * @param headTimeout from the end of the request until the head of the response
 * @param health absent: endpoints are not asked
 * @param outlier what holds where there are several endpoints
 * @param breaker absent: none
 */
public record UpstreamConfig(
        List<EndpointUrl> endpoints,
        @Nullable UpstreamTls tls,
        Balance balance,
        boolean sticky,
        List<InetAddress> sourceAddresses,
        List<RulePattern> safe,
        ChunkedRequests chunkedRequests,
        int maxConnections,
        Duration connectTimeout,
        Duration headTimeout,
        @Nullable HealthConfig health,
        OutlierConfig outlier,
        @Nullable CircuitBreakerConfig breaker) {

    /** So many endpoints one app may have. */
    public static final int MOST_ENDPOINTS = 64;

    public static final Range<Integer> MAX_CONNECTIONS = Range.of(1, 65_535);
    public static final Range<Duration> CONNECT_TIMEOUT = Range.of(Duration.ofMillis(10), Duration.ofMinutes(5));
    public static final Range<Duration> HEAD_TIMEOUT = Range.of(Duration.ofMillis(10), Duration.ofHours(24));

    public static final Balance DEFAULT_BALANCE = Balance.LEAST_REQUESTS;
    public static final int DEFAULT_MAX_CONNECTIONS = 64;
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(2);
    public static final Duration DEFAULT_HEAD_TIMEOUT = Duration.ofSeconds(60);

    public UpstreamConfig {
        endpoints = List.copyOf(endpoints);
        sourceAddresses = List.copyOf(sourceAddresses);
        safe = List.copyOf(safe);
        if (endpoints.size() > MOST_ENDPOINTS) {
            throw new IllegalArgumentException("an upstream has at most " + MOST_ENDPOINTS + " endpoints");
        }
        if (endpoints.isEmpty() || new HashSet<>(endpoints).size() < endpoints.size()) {
            throw new IllegalArgumentException("an upstream has an endpoint, and none twice");
        }
        UpstreamScheme scheme = endpoints.get(0).scheme();
        if (endpoints.stream().anyMatch(endpoint -> endpoint.scheme() != scheme)) {
            throw new IllegalArgumentException("the endpoints of an upstream share one scheme");
        }
        if ((scheme == UpstreamScheme.HTTPS) != (tls != null)) {
            throw new IllegalArgumentException("tls goes with https endpoints");
        }
        MAX_CONNECTIONS.require("upstream.max-connections", maxConnections);
        CONNECT_TIMEOUT.require("upstream.timeouts.connect", connectTimeout);
        HEAD_TIMEOUT.require("upstream.timeouts.head", headTimeout);
    }

    /** One endpoint and nothing else said. */
    public static UpstreamConfig of(EndpointUrl endpoint) {
        return of(endpoint, DEFAULT_MAX_CONNECTIONS, DEFAULT_CONNECT_TIMEOUT, DEFAULT_HEAD_TIMEOUT);
    }

    /** One endpoint and the limits towards it. */
    public static UpstreamConfig of(EndpointUrl endpoint, int maxConnections, Duration connect, Duration head) {
        return new UpstreamConfig(
                List.of(endpoint),
                endpoint.scheme() == UpstreamScheme.HTTPS ? UpstreamTls.DEFAULT : null,
                DEFAULT_BALANCE,
                false,
                List.of(),
                List.of(),
                ChunkedRequests.PASS,
                maxConnections,
                connect,
                head,
                null,
                OutlierConfig.DEFAULT,
                null);
    }

    /** The scheme of all endpoints. */
    public UpstreamScheme scheme() {
        return endpoints.get(0).scheme();
    }
}
