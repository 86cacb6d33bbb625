package io.tollgate.proxy.cli;

import io.tollgate.config.AppConfig;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.RoleAccess;
import io.tollgate.config.RulePattern;
import io.tollgate.filters.access.Access;
import io.tollgate.filters.access.AccessDecision;
import io.tollgate.filters.access.Denied;
import io.tollgate.filters.access.NeedsForm;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.access.ReadTarget;
import io.tollgate.filters.access.Readings;
import io.tollgate.filters.access.Unreadable;
import io.tollgate.filters.http.Form;
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

    Explainer(GatewayConfig config) {
        this.config = config;
        this.table = RoutingTable.of(config);
    }

    /** What holds for somebody logged in with these roles; {@code form} is what the body holds. */
    Explanation explain(AskedRequest asked, Set<String> roles, Form form) {
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
        return judged(asked.method(), readings, roles, form, route.app());
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
        return explanation;
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
        if (decision instanceof Denied denied) {
            return denied(denied, app);
        }
        throw new IllegalStateException("undecided although there is a form");
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

    /** The apps' own roles and the console's: those somebody may have. */
    Set<String> roles() {
        Set<String> roles = new TreeSet<>(config.declaredRoles());
        roles.add(GatewayConfig.ADMIN_ROLE);
        return roles;
    }
}
