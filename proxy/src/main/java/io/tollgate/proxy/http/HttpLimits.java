package io.tollgate.proxy.http;

import java.time.Duration;

/**
 * How long a client's connection may take for what (security.md). Immutable.
 *
 * @param head from the first byte of a request to the end of its head
 * @param idle between two requests
 * @param body in which a body that is waited for must bring {@code bytesPerSecond} on average
 * @param stall in which a client that has no room must take some of its answer
 * @param bytesPerSecond the least progress of a body
 * @param linger how long a connection is read from after its last answer, so that the client sees that
 * @param lingerBytes how much at the most
 */
public record HttpLimits(
        Duration head,
        Duration idle,
        Duration body,
        Duration stall,
        int bytesPerSecond,
        Duration linger,
        int lingerBytes) {
    /** The figures of security.md. */
    public static final HttpLimits DEFAULT = new HttpLimits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(65),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            1024,
            Duration.ofSeconds(1),
            256 * 1024);
}
