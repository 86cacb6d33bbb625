package io.tollgate.proxy.cli;

import io.tollgate.config.GatewayConfig;
import io.tollgate.config.TenantConfig;
import io.tollgate.config.reader.Nearest;
import io.tollgate.filters.http.Form;
import io.tollgate.filters.http.Parameter;
import io.tollgate.filters.http.UrlEncoded;
import io.tollgate.filters.identity.Tenants;
import io.tollgate.filters.routing.Route;
import io.tollgate.proxy.control.ControlReply;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tollgate explain}: may they, and by which rule. */
@Command(
        name = "explain",
        header = "Say whether a user, or roles, may do something, and which rule says so.",
        footer = {"", "For example: tollgate explain --role biller \"DELETE /invoices/17\""})
final class ExplainCommand implements Callable<Integer> {
    private final Tollgate tollgate;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Somebody with the roles of this user as they are now.")
    private @Nullable String user;

    @Option(names = "--role", paramLabel = "ROLE", description = "Somebody with this role; may be repeated.")
    private @Nullable List<String> roles;

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            description = "For which tenant they act, where that is theirs to choose.")
    private @Nullable String tenant;

    @Option(
            names = "--form",
            paramLabel = "NAME=VALUE[&…]",
            description = "What the body holds, where a rule names a parameter.")
    private @Nullable String form;

    @Parameters(
            paramLabel = "REQUEST",
            arity = "1..2",
            description = "\"METHOD /path\", or a URL in place of the path.")
    private List<String> request = List.of();

    /** What {@code users show} says that the user has set up. */
    private @Nullable Object factors;

    ExplainCommand(Tollgate tollgate) {
        this.tollgate = tollgate;
    }

    @Override
    public Integer call() {
        if ((user == null) == (roles == null)) {
            throw CommandException.wrong("who? give --user NAME, or --role ROLE once or more");
        }
        GatewayConfig config = tollgate.config();
        Explainer explainer = new Explainer(config);
        AskedRequest asked = AskedRequest.parse(request, config);
        requireTenant(config, asked, explainer);
        AskedPerson person = user != null
                ? userAsNow(user, config)
                : AskedPerson.anybody(declared(roles, explainer.roles()), tenant);
        if (person != null) {
            requireMember(person);
        }
        Explanation explanation = person == null
                ? new Explanation(
                        false, "user.disabled", user + " is disabled: every request is refused", null, null, null, null)
                : explainer.explain(asked, person, form());
        AskedPerson known = person == null || person.isInvented() ? null : person;
        answer(
                explanation,
                known == null ? null : explainer.tenantsOf(asked, known),
                known == null ? null : FactorReport.of(Tenants.of(config), known.user(), factors));
        return explanation.isAllowed() ? ExitCode.DONE : ExitCode.NO;
    }

    private void answer(Explanation explanation, @Nullable TenantReport report, @Nullable FactorReport factor) {
        Map<String, Object> json = explanation.json();
        if (report != null) {
            json.putAll(report.json());
        }
        if (factor != null) {
            json.putAll(factor.json());
        }
        tollgate.output()
                .answer(
                        explanation.text()
                                + (report == null ? "" : report.text())
                                + (factor == null ? "" : factor.text()),
                        json);
    }

    private void requireTenant(GatewayConfig config, AskedRequest asked, Explainer explainer) {
        String name = tenant;
        if (name == null) {
            return;
        }
        Tenants tenants = Tenants.of(config);
        if (tenants.named(name) == null) {
            String nearest = Nearest.of(name, tenants.names());
            throw CommandException.wrong("there is no tenant \"" + name + "\"; "
                    + (tenants.isNone()
                            ? "the configuration names none"
                            : nearest == null
                                    ? "there are: " + String.join(", ", tenants.names())
                                    : "did you mean \"" + nearest + "\"?"));
        }
        Route route = explainer.route(asked);
        TenantConfig ofHost = route == null ? null : tenants.byHost(route.host());
        if (ofHost != null && !ofHost.name().equals(name)) {
            throw CommandException.wrong("whoever comes to " + asked.host() + " acts for the tenant \"" + ofHost.name()
                    + "\"; leave out --tenant, or ask about another host");
        }
    }

    private void requireMember(AskedPerson person) {
        if (tenant != null && !person.user().belongsTo(tenant)) {
            throw CommandException.wrong(person.user().name() + " does not belong to the tenant \"" + tenant
                    + "\"; see: tollgate users show " + person.user().name());
        }
    }

    private Form form() {
        List<Parameter> parameters = form == null ? List.of() : UrlEncoded.parse(form);
        if (parameters == null) {
            throw CommandException.wrong("--form can't be read; write NAME=VALUE&NAME=VALUE, percent-encoded");
        }
        return new Form(parameters);
    }

    private static Set<String> declared(@Nullable List<String> roles, Set<String> known) {
        Set<String> had = new HashSet<>(roles == null ? List.of() : roles);
        for (String role : had) {
            if (!known.contains(role)) {
                String nearest = Nearest.of(role, known);
                throw CommandException.wrong("role \"" + role + "\" is not declared by any app; "
                        + (nearest == null
                                ? "there are: " + String.join(", ", known)
                                : "did you mean \"" + nearest + "\"?"));
            }
        }
        return had;
    }

    /** As they are now; null for somebody who is disabled and may nothing, whatever the rules say. */
    private @Nullable AskedPerson userAsNow(String name, GatewayConfig config) {
        ControlReply reply =
                new AdminCall(tollgate, "users.show").with("name", name).ask(config);
        if (reply.exit() != ExitCode.DONE || reply.rows().isEmpty()) {
            throw CommandException.of(
                    Math.max(ExitCode.WRONG, reply.exit()),
                    reply.message() == null ? "there is no user \"" + name + "\"" : reply.message());
        }
        Map<String, Object> row = reply.rows().get(0);
        factors = row.get("factors");
        if (!Boolean.TRUE.equals(row.get("enabled"))) {
            return null;
        }
        return AskedPerson.user(
                String.valueOf(row.get("name")), words(row.get("roles")), words(row.get("tenants")), tenant);
    }

    private static Set<String> words(@Nullable Object member) {
        Set<String> words = new HashSet<>();
        if (member instanceof List<?> list) {
            list.forEach(word -> words.add(String.valueOf(word)));
        }
        return words;
    }
}
