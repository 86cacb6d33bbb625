package io.tollgate.config;

import java.net.URI;
import java.time.Duration;

/**
 * Where an app is: one endpoint and the limits towards it.
 *
 * @param endpoint {@code http://host[:port]} without path, query or user
 * @param maxConnections for the endpoint, over all event loops
 * @param connectTimeout until a connection stands
 * @param headTimeout from the end of the request until the head of the response
 */
public record UpstreamConfig(URI endpoint, int maxConnections, Duration connectTimeout, Duration headTimeout) {

    public static final Range<Integer> MAX_CONNECTIONS = Range.of(1, 65_535);
    public static final Range<Duration> CONNECT_TIMEOUT = Range.of(Duration.ofMillis(10), Duration.ofMinutes(5));
    public static final Range<Duration> HEAD_TIMEOUT = Range.of(Duration.ofMillis(10), Duration.ofHours(24));

    public static final int DEFAULT_MAX_CONNECTIONS = 64;
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(2);
    public static final Duration DEFAULT_HEAD_TIMEOUT = Duration.ofSeconds(60);

    public UpstreamConfig {
        if (!"http".equals(endpoint.getScheme()) || endpoint.getHost() == null) {
            throw new IllegalArgumentException("an endpoint is http://host[:port]");
        }
        MAX_CONNECTIONS.require("upstream.max-connections", maxConnections);
        CONNECT_TIMEOUT.require("upstream.timeouts.connect", connectTimeout);
        HEAD_TIMEOUT.require("upstream.timeouts.head", headTimeout);
    }

    /** The host to connect to, IPv6 without brackets. */
    public String host() {
        String host = endpoint.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The port to connect to, 80 where the endpoint names none. */
    public int port() {
        return endpoint.getPort() < 0 ? 80 : endpoint.getPort();
    }
}
