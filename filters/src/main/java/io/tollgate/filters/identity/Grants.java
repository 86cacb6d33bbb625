package io.tollgate.filters.identity;

import io.tollgate.config.TenantConfig;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an administrator gives to an account. Immutable.
 *
 * @param roles names of roles; {@code tenant/role} counts only while the user acts for that tenant
 * @param tenants names of tenants that the user is a member of, whatever their roles
 */
public record Grants(Set<String> roles, Set<String> tenants) {
    public Grants {
        roles = Set.copyOf(roles);
        tenants = Set.copyOf(tenants);
    }

    /** Roles alone. */
    public static Grants of(Set<String> roles) {
        return new Grants(roles, Set.of());
    }

    /** What an account has. */
    public static Grants of(User user) {
        return new Grants(user.roles(), user.tenants());
    }

    /** The names of all tenants that they make somebody belong to, sorted. */
    public Set<String> memberships() {
        Set<String> all = new TreeSet<>(tenants);
        for (String role : roles) {
            String tenant = TenantConfig.tenantOf(role);
            if (tenant != null) {
                all.add(tenant);
            }
        }
        return all;
    }

    /** The same with exactly these tenants: roles of any other go. */
    public Grants in(Set<String> exactly) {
        Set<String> left = roles.stream()
                .filter(role -> {
                    String tenant = TenantConfig.tenantOf(role);
                    return tenant == null || exactly.contains(tenant);
                })
                .collect(Collectors.toUnmodifiableSet());
        return new Grants(left, exactly);
    }

    /** As a reader of the audit trail needs it: tenants only where there are some. */
    String words() {
        String words = "roles: " + words(roles);
        return memberships().isEmpty() ? words : words + "; tenants: " + words(memberships());
    }

    private static String words(Set<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", new TreeSet<>(names));
    }
}
