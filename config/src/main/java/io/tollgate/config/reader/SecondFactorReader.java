package io.tollgate.config.reader;

import io.tollgate.config.FactorUse;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.SecondFactorConfig;
import io.tollgate.config.SecondFactorConfig.OfRole;
import io.tollgate.config.TenantConfig;
import io.tollgate.config.schema.SecondFactorKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code second-factor}: the gateway's over the defaults, a tenant's over the gateway's. */
final class SecondFactorReader {

    private SecondFactorReader() {}

    /** What is left out is that of {@code outer}, and so are the roles; what is looser is for the caller to tell. */
    static SecondFactorConfig read(Section section, SecondFactorConfig outer) {
        return new SecondFactorConfig(
                section.get(SecondFactorKeys.USE, outer.use()),
                outer.roles(),
                section.get(SecondFactorKeys.PASSKEYS, outer.passkeys()),
                section.get(SecondFactorKeys.REMEMBER, outer.remember()),
                section.has(SecondFactorKeys.USE)
                        ? section.place(SecondFactorKeys.USE).at()
                        : outer.at());
    }

    /** The gateway's with what it says of roles; tells of a role that there is not, and of what takes from everybody's. */
    static SecondFactorConfig gateway(
            Section section, List<AppDraft> apps, List<Placed<String>> listed, List<String> tenants) {
        SecondFactorConfig everybody = read(section, SecondFactorConfig.DEFAULT);
        Set<String> known = known(apps, listed, tenants);
        List<OfRole> roles = new ArrayList<>();
        for (Section.Single<FactorUse> each : section.singles(SecondFactorKeys.ROLES, SecondFactorKeys.OF_ROLE)) {
            Placed<String> role = each.name();
            FactorUse use = each.value();
            if (!known.contains(role.value())) {
                role.problem(
                        "no role of this name is declared",
                        Nearest.remedy(role.value(), known, "name one of " + String.join(", ", known)));
            } else if (use.compareTo(everybody.use()) < 0) {
                role.problem(
                        "is looser than use, which is " + everybody.use().word() + " for everybody",
                        "a role may only tighten: remove this, or loosen use and name who needs more");
            } else {
                roles.add(new OfRole(role.value(), use, role.place().at()));
            }
        }
        return new SecondFactorConfig(
                everybody.use(), roles, everybody.passkeys(), everybody.remember(), everybody.at());
    }

    /** The roles that anybody may have, everywhere and for one tenant. */
    private static Set<String> known(List<AppDraft> apps, List<Placed<String>> listed, List<String> tenants) {
        Set<String> declared = new TreeSet<>(Placed.values(listed));
        apps.forEach(
                app -> app.access().forEach(access -> declared.add(access.role().value())));
        Set<String> known = new TreeSet<>(declared);
        known.add(GatewayConfig.ADMIN_ROLE);
        for (String tenant : tenants) {
            for (String role : declared) {
                if (TenantConfig.tenantOf(role) == null) {
                    known.add(TenantConfig.role(tenant, role));
                }
            }
        }
        return known;
    }
}
