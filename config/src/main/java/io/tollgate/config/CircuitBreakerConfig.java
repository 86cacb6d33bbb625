package io.tollgate.config;

import java.time.Duration;

/**
 * When an endpoint is spared: of its last requests this share failed to connect or had no answer in time.
 *
 * @param failureRate percent
 * @param window requests that are looked at
 * @param openFor how long nothing is sent before some requests try again
 */
public record CircuitBreakerConfig(int failureRate, int window, Duration openFor) {

    public static final Range<Integer> FAILURE_RATE = Range.of(1, 100);
    public static final Range<Integer> WINDOW = Range.of(1, 10_000);
    public static final Range<Duration> OPEN_FOR = Range.of(Duration.ofMillis(100), Duration.ofHours(1));

    public static final CircuitBreakerConfig DEFAULT = new CircuitBreakerConfig(50, 100, Duration.ofSeconds(10));

    public CircuitBreakerConfig {
        FAILURE_RATE.require("upstream.circuit-breaker.failure-rate", failureRate);
        WINDOW.require("upstream.circuit-breaker.window", window);
        OPEN_FOR.require("upstream.circuit-breaker.open-for", openFor);
    }
}
