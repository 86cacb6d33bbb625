package io.tollgate.config;

import org.jspecify.annotations.Nullable;

/**
 * How many requests may be made.
 *
 * @param perClient of one client address; absent: no limit
 */
public record RateLimitConfig(@Nullable Rate perClient) {

    public static final RateLimitConfig OFF = new RateLimitConfig(null);
}
