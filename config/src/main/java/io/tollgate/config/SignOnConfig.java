package io.tollgate.config;

import java.util.List;

/**
 * The headers by which an app learns who it is that asks.
 *
 * @param tenantHeader names the tenant that a person acts for, where they act for one
 * @param keep names of client headers that are not stripped although they look like identity headers
 */
public record SignOnConfig(String userHeader, String rolesHeader, String tenantHeader, List<String> keep) {

    public static final SignOnConfig DEFAULT =
            new SignOnConfig("X-Forwarded-User", "X-Forwarded-Groups", "X-Forwarded-Tenant", List.of());

    public SignOnConfig {
        keep = List.copyOf(keep);
        if (userHeader.equalsIgnoreCase(rolesHeader)
                || userHeader.equalsIgnoreCase(tenantHeader)
                || rolesHeader.equalsIgnoreCase(tenantHeader)) {
            throw new IllegalArgumentException("user, roles and tenant can't travel in the same header");
        }
    }
}
