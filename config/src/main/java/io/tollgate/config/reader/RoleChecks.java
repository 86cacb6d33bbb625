package io.tollgate.config.reader;

import io.tollgate.config.TenantConfig;
import io.tollgate.config.reader.AppDraft.RoleDraft;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds the roles that apps speak of against the list of all, where the operator gives one. */
final class RoleChecks {

    private RoleChecks() {}

    static void check(List<Placed<String>> roles, List<AppDraft> apps) {
        Set<String> seen = new HashSet<>();
        for (Placed<String> role : roles) {
            if (!seen.add(role.value())) {
                role.problem("\"" + role.value() + "\" is named twice", "keep one of them");
            }
        }
        for (AppDraft app : apps) {
            for (Placed<String> given : app.login().roles()) {
                if (!seen.contains(given.value())) {
                    given.problem("not one of roles", Nearest.remedy(given.value(), seen, "add it to roles"));
                }
            }
            for (RoleDraft access : app.access()) {
                if (TenantConfig.tenantOf(access.role().value()) == null
                        && !seen.contains(access.role().value())) {
                    access.role()
                            .problem(
                                    "not one of roles",
                                    Nearest.remedy(access.role().value(), seen, "add it to roles"));
                }
            }
        }
    }
}
