package io.tollgate.proxy.cli;

import io.tollgate.config.AppConfig;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.RoleAccess;
import io.tollgate.config.RulePattern;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.TenantConfig;
import io.tollgate.config.schema.DurationText;
import io.tollgate.filters.access.Access;
import io.tollgate.filters.access.AccessDecision;
import io.tollgate.filters.access.Denied;
import io.tollgate.filters.access.NeedsForm;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.access.ReadTarget;
import io.tollgate.filters.access.Readings;
import io.tollgate.filters.access.StepUp;
import io.tollgate.filters.access.Unreadable;
import io.tollgate.filters.http.Form;
import io.tollgate.filters.identity.Acting;
import io.tollgate.filters.identity.Tenants;
import io.tollgate.filters.routing.App;
import io.tollgate.filters.routing.Misrouted;
import io.tollgate.filters.routing.Route;
import io.tollgate.filters.routing.Routing;
import io.tollgate.filters.routing.RoutingTable;
import io.tollgate.filters.routing.Target;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Judges a request by the very tables that a gateway judges by, and says which rule decided. Immutable. */
final class Explainer {
    private static final Set<String> BODILESS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final GatewayConfig config;
    private final RoutingTable table;
    private final Tenants tenants;

    Explainer(GatewayConfig config) {
        this.config = config;
        this.table = RoutingTable.of(config);
        this.tenants = Tenants.of(config);
    }

    /** What holds for somebody logged in; {@code form} is what the body holds. */
    Explanation explain(AskedRequest asked, AskedPerson person, Form form) {
        ReadTarget read = table.read(asked.host(), asked.target());
        if (read instanceof Unreadable unreadable) {
            return refused(
                    unreadable.reason(), "nobody gets this target (400): it can be read in more than one way", null);
        }
        Readings readings = (Readings) read;
        Routing routing = table.route(asked.host(), readings);
        if (routing instanceof Misrouted misrouted) {
            return refused(
                    misrouted.reason(),
                    "no app answers on host \"" + asked.host() + "\" for this target (" + misrouted.status() + ")",
                    null);
        }
        Route route = (Route) routing;
        if (route.target() instanceof Target.Own) {
            return new Explanation(true, "own", "a page of the gateway's own", null, null, null, null);
        }
        Acting acting = tenants.acting(
                person.on(tenants, route.host()),
                route.host(),
                person.tenant(),
                route.app().session());
        String objection = acting == null ? null : acting.objection();
        boolean isPublic = route.app().access().judgePublic(asked.method(), readings, form) instanceof Permit;
        if (objection != null && !isPublic) {
            return refused(
                    objection,
                    objection.equals(Acting.CHOOSE)
                            ? "of several tenants, and has not chosen for which they act (ask with --tenant NAME)"
                            : "the host is that of a tenant that they do not belong to (403)",
                    route.app().name());
        }
        Set<String> roles = acting == null ? person.user().roles() : acting.roles();
        return judged(asked.method(), readings, roles, form, route.app());
    }

    /** Where a request belongs; null where no app's rules judge it. */
    @Nullable
    Route route(AskedRequest asked) {
        return table.read(asked.host(), asked.target()) instanceof Readings readings
                        && table.route(asked.host(), readings) instanceof Route route
                ? route
                : null;
    }

    /** For which tenant somebody acts there, and under which figures they are; null where there are no tenants. */
    @Nullable
    TenantReport tenantsOf(AskedRequest asked, AskedPerson person) {
        if (tenants.isNone()) {
            return null;
        }
        Route route = route(asked);
        SessionConfig host = route == null ? null : route.app().session();
        Acting acting = route == null
                ? null
                : tenants.acting(
                        person.user(),
                        route.host(),
                        person.tenant(),
                        route.app().session());
        return TenantReport.of(config, tenants, person.user(), acting == null ? null : acting.tenant(), host);
    }

    private Explanation judged(String method, Readings readings, Set<String> roles, Form form, App app) {
        Explanation explanation = byRules(method, readings, roles, form, app);
        if (!BODILESS.contains(method.toUpperCase(Locale.ROOT))
                && form.parameters().isEmpty()) {
            NeedsForm needed = needed(method, readings, roles, app.access());
            if (needed != null) {
                return explanation.withNote(
                        "that is without a form: \"" + needed.rule().text() + "\" ("
                                + needed.rule().at() + ") names a parameter; ask again with --form NAME=VALUE");
            }
        }
        String note = explanation.note() == null ? LoginNotes.of(method, readings, form, app.config()) : null;
        return note == null ? explanation : explanation.withNote(note);
    }

    private static @Nullable NeedsForm needed(String method, Readings readings, Set<String> roles, Access access) {
        if (access.judgePublic(method, readings, null) instanceof NeedsForm open) {
            return open;
        }
        return access.judge(method, readings, roles, null) instanceof NeedsForm own ? own : null;
    }

    private Explanation byRules(String method, Readings readings, Set<String> roles, Form form, App app) {
        if (app.access().judgePublic(method, readings, form) instanceof Permit open) {
            return new Explanation(
                    true, "access.public", app.name() + " is public here", app.name(), null, open.pattern(), null);
        }
        AccessDecision decision = app.access().judge(method, readings, roles, form);
        if (decision instanceof Permit permit) {
            return allowed(permit, roles, app);
        }
        if (decision instanceof StepUp marked) {
            return allowed(marked.permit(), roles, app).withStepUp(marked.rule(), within());
        }
        if (decision instanceof Denied denied) {
            return denied(denied, app);
        }
        throw new IllegalStateException("undecided although there is a form");
    }

    private String within() {
        return DurationText.format(config.stepUp().within());
    }

    private static Explanation allowed(Permit permit, Set<String> roles, App app) {
        String role = null;
        for (RoleAccess access : app.config().access()) {
            if (roles.contains(access.role()) && access.allow().contains(permit.pattern())) {
                role = access.role();
            }
        }
        String words = app.name() + " allows " + (role == null ? "it" : role);
        return new Explanation(true, "access.allow", words, app.name(), role, permit.pattern(), null);
    }

    private static Explanation denied(Denied denied, App app) {
        RulePattern rule = denied.rule();
        String role = rule == null ? null : roleThatDenies(app.config(), rule);
        String words = switch (denied.reason()) {
            case "access.none" -> "no rule of " + app.name() + " speaks for it, whatever the role";
            case "access.role" -> app.name() + " allows it to other roles only";
            case "access.query" -> "a rule of " + app.name() + " names a parameter, and the query can't be read";
            default -> app.name() + " denies " + (role == null ? "it" : role);
        };
        return new Explanation(false, denied.reason(), words, app.name(), role, rule, null);
    }

    private static @Nullable String roleThatDenies(AppConfig app, RulePattern rule) {
        for (RoleAccess access : app.access()) {
            if (access.deny().contains(rule)) {
                return access.role();
            }
        }
        return null;
    }

    private static Explanation refused(String reason, String words, @Nullable String app) {
        return new Explanation(false, reason, words + ", " + reason, app, null, null, null);
    }

    /** The apps' own roles and the console's, everywhere and for one tenant: those somebody may have. */
    Set<String> roles() {
        Set<String> declared = config.declaredRoles();
        Set<String> roles = new TreeSet<>(declared);
        roles.add(GatewayConfig.ADMIN_ROLE);
        for (String tenant : tenants.names()) {
            declared.stream()
                    .filter(role -> TenantConfig.tenantOf(role) == null)
                    .forEach(role -> roles.add(TenantConfig.role(tenant, role)));
        }
        return roles;
    }
}
