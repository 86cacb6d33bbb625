package io.tollgate.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How endpoints are asked whether they are well.
 *
 * @param path what is asked for by GET; absent where a connection is enough
 * @param timeout until the whole answer, or the connection, is there; at most {@code every}
 * @param up the statuses of an endpoint that is well
 * @param marker what stands in the first {@link #MARKER_WITHIN} bytes of the body of an endpoint that is well
 */
public record HealthConfig(
        @Nullable String path,
        Duration every,
        Duration timeout,
        StatusRange up,
        @Nullable String marker) {

    public static final Range<Duration> EVERY = Range.of(Duration.ofMillis(100), Duration.ofHours(1));
    public static final Range<Duration> TIMEOUT = Range.of(Duration.ofMillis(10), Duration.ofMinutes(5));

    public static final Duration DEFAULT_EVERY = Duration.ofSeconds(5);
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    /** How many bytes of a body are looked at. */
    public static final int MARKER_WITHIN = 64 * 1024;

    public HealthConfig {
        EVERY.require("upstream.health.every", every);
        TIMEOUT.require("upstream.health.timeout", timeout);
        if (timeout.compareTo(every) > 0) {
            throw new IllegalArgumentException("upstream.health.timeout is more than every");
        }
        if (path == null && marker != null) {
            throw new IllegalArgumentException("a marker needs a path");
        }
    }
}
