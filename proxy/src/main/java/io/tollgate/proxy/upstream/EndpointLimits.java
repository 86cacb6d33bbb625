package io.tollgate.proxy.upstream;

import java.time.Duration;

/**
 * What is spent on one endpoint. Immutable.
 *
 * @param maxConnections over all event loops, tunnels included
 * @param connect until a connection stands
 * @param head from the end of a request to the head of its answer; and how long an upstream may take nothing of a body
 * @param idle how long a connection is kept unused
 * @param waiting how long a request waits for a connection
 * @param maxWaiters requests that may wait, on each event loop
 */
record EndpointLimits(
        int maxConnections, Duration connect, Duration head, Duration idle, Duration waiting, int maxWaiters) {
    /** Below what Apache, Node and Jetty keep (5 s and more), so that we close first and no request meets a closing one. */
    static final Duration IDLE = Duration.ofSeconds(4);

    static final Duration WAITING = Duration.ofSeconds(5);

    static EndpointLimits of(int maxConnections, Duration connect, Duration head) {
        return new EndpointLimits(maxConnections, connect, head, IDLE, WAITING, Math.max(64, 8 * maxConnections));
    }
}
