package io.tollgate.filters.identity;

import io.tollgate.config.TenantConfig;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What somebody may be given: the roles that apps, tenants or {@code roles:} declare and the console's, everywhere or for one
 * tenant, and the tenants. Safe for use by any thread.
 *
 * @param declared asked anew each time: a reload changes it; a tenant's own are among them as {@code tenant/role}
 * @param tenants the names of tenants, asked anew each time
 * @param isNamedByApps whether an app has a login of its own, whose names may be anything; asked anew each time
 */
public record DeclaredRoles(
        Supplier<Set<String>> declared, Supplier<Set<String>> tenants, BooleanSupplier isNamedByApps) {
    /** Of the console's administrators; no app declares it, and no tenant has it. */
    public static final String ADMIN = "tollgate:admin";

    /** Where there are no tenants. */
    public DeclaredRoles(Supplier<Set<String>> declared) {
        this(declared, Set::of);
    }

    /** Where no app has a login of its own. */
    public DeclaredRoles(Supplier<Set<String>> declared, Supplier<Set<String>> tenants) {
        this(declared, tenants, () -> false);
    }

    /** The name of a new account, normalised; throws where it is none. */
    String name(String typed) {
        return isNamedByApps.getAsBoolean() ? UserName.parseForApp(typed) : UserName.parse(typed);
    }

    /** Whether there is any tenant. */
    boolean hasTenants() {
        return !tenants.get().isEmpty();
    }

    /** Throws where one of these is not declared, with the nearest that is. */
    void refuseUndeclared(Set<String> roles) {
        Set<String> known = new TreeSet<>(declared.get());
        known.add(ADMIN);
        for (String role : roles) {
            if (!known.contains(role) && !isOfTenant(role, known)) {
                throw new RefusedChangeException(
                        "role.undeclared",
                        "role \"" + UserName.shown(role) + "\" is not declared by any app; "
                                + hint(role, candidates(role, known)));
            }
        }
    }

    /** Throws where one of these is not a tenant, with the nearest that is. */
    void refuseUnknownTenants(Set<String> names) {
        Set<String> known = tenants.get();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new RefusedChangeException(
                        "tenant.unknown",
                        "there is no tenant \"" + UserName.shown(name) + "\"; "
                                + (known.isEmpty() ? "the configuration names none" : hint(name, known)));
            }
        }
    }

    /** Whether it is a role that apps declare, for one tenant. */
    private boolean isOfTenant(String role, Set<String> known) {
        String tenant = TenantConfig.tenantOf(role);
        return tenant != null
                && tenants.get().contains(tenant)
                && known.contains(role.substring(tenant.length() + 1))
                && !role.endsWith(TenantConfig.SEPARATOR + ADMIN);
    }

    /** What may have been meant: for a role of a tenant each declared role of each tenant. */
    private Set<String> candidates(String role, Set<String> known) {
        if (TenantConfig.tenantOf(role) == null) {
            return known;
        }
        Set<String> candidates = new TreeSet<>(known);
        for (String tenant : tenants.get()) {
            known.stream()
                    .filter(each -> TenantConfig.tenantOf(each) == null && !each.equals(ADMIN))
                    .forEach(each -> candidates.add(TenantConfig.role(tenant, each)));
        }
        return candidates;
    }

    private static String hint(String role, Set<String> known) {
        String best = "";
        int least = Math.max(2, role.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(role, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best.isEmpty() ? "there are: " + String.join(", ", known) : "did you mean \"" + best + "\"?";
    }

    /** How many letters must be put in, taken out or changed to make one of the other (Levenshtein). */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
