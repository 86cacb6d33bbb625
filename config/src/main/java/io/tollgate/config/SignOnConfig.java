package io.tollgate.config;

import java.util.List;

/**
 * The headers by which an app learns who it is that asks.
 *
 * @param keep names of client headers that are not stripped although they look like identity headers
 */
public record SignOnConfig(String userHeader, String rolesHeader, List<String> keep) {

    public static final SignOnConfig DEFAULT = new SignOnConfig("X-Forwarded-User", "X-Forwarded-Groups", List.of());

    public SignOnConfig {
        keep = List.copyOf(keep);
        if (userHeader.equalsIgnoreCase(rolesHeader)) {
            throw new IllegalArgumentException("user and roles can't travel in the same header");
        }
    }
}
