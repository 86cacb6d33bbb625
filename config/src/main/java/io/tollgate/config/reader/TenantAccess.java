package io.tollgate.config.reader;

import io.tollgate.config.TenantConfig;
import io.tollgate.config.reader.AppDraft.RoleDraft;
import io.tollgate.config.schema.GatewayKeys;
import io.tollgate.config.schema.TenantKeys;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The roles that tenants define for themselves, which are read with the app that they are about. */
final class TenantAccess {

    private final List<Defined> defined = new ArrayList<>();

    /** What one tenant says of its roles on one app. */
    private record Defined(String tenant, Placed<String> app, List<Section.Named> roles) {}

    /** Those of all tenants. */
    static TenantAccess of(Section gateway) {
        TenantAccess access = new TenantAccess();
        for (Section.Named tenant : gateway.named(GatewayKeys.TENANTS)) {
            for (Section.Nested app : tenant.section().nested(TenantKeys.ACCESS)) {
                access.defined.add(new Defined(tenant.name().value(), app.name(), app.values()));
            }
        }
        return access;
    }

    /** Tenants' own roles on an app, as {@code tenant/role}. */
    List<RoleDraft> of(String app, RuleReader rules) {
        List<RoleDraft> drafts = new ArrayList<>();
        for (Defined each : defined) {
            if (each.app.value().equals(app)) {
                each.roles.forEach(role -> {
                    RoleDraft draft = rules.role(role);
                    drafts.add(new RoleDraft(
                            new Placed<>(
                                    TenantConfig.role(each.tenant, draft.role().value()),
                                    draft.role().place()),
                            draft.allow(),
                            draft.deny(),
                            draft.stepUp()));
                });
            }
        }
        return drafts;
    }

    /** A tenant's own roles on all apps, once each. */
    List<String> roles(String tenant) {
        return defined.stream()
                .filter(each -> each.tenant.equals(tenant))
                .flatMap(each -> each.roles.stream())
                .map(role -> TenantConfig.role(tenant, role.name().value()))
                .distinct()
                .toList();
    }

    /** Tells of apps that there are not, and of roles that apps declare already. */
    void check(List<AppDraft> apps, List<Placed<String>> listed) {
        Set<String> names = new TreeSet<>();
        Set<String> declared = new HashSet<>(Placed.values(listed));
        for (AppDraft app : apps) {
            names.add(app.name().value());
            app.access().stream()
                    .map(access -> access.role().value())
                    .filter(role -> TenantConfig.tenantOf(role) == null)
                    .forEach(declared::add);
        }
        for (Defined each : defined) {
            if (!names.contains(each.app.value())) {
                each.app.problem(
                        "there is no app of this name",
                        Nearest.remedy(each.app.value(), names, "name one of apps: " + String.join(", ", names)));
            }
            for (Section.Named role : each.roles) {
                if (declared.contains(role.name().value())) {
                    role.name()
                            .problem(
                                    "is a role that apps declare",
                                    "give it to users as \""
                                            + TenantConfig.role(
                                                    each.tenant, role.name().value())
                                            + "\", or choose another name");
                }
            }
        }
    }
}
