package io.tollgate.filters.access;

import io.tollgate.config.AppConfig;
import io.tollgate.config.RoleAccess;
import io.tollgate.config.RulePattern;
import io.tollgate.filters.http.Form;
import io.tollgate.filters.http.Parameter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An app's rules, compiled: who may do what. Immutable; safe for use by any thread.
 *
 * <p>A request is allowed when every reading of its target is allowed by at least one of the person's roles and none is
 * denied by any of them. Rules have no order. No rule means no entry.
 */
public final class Access {
    private final String app;
    private final PatternTree open;
    private final PatternTree allow;
    private final PatternTree deny;
    private final Set<String> methods;

    private Access(String app, PatternTree open, PatternTree allow, PatternTree deny, Set<String> methods) {
        this.app = app;
        this.open = open;
        this.allow = allow;
        this.deny = deny;
        this.methods = methods;
    }

    /** Compiles what an operator declared for an app. */
    public static Access compile(AppConfig config) {
        return compile(config.name(), config.publicRules(), config.access());
    }

    /** Compiles rules: those without a session, and those of each role. */
    public static Access compile(String app, List<RulePattern> publicRules, List<RoleAccess> roles) {
        PatternTreeBuilder open = new PatternTreeBuilder(UnaryOperator.identity());
        PatternTreeBuilder allow = new PatternTreeBuilder(UnaryOperator.identity());
        PatternTreeBuilder deny = new PatternTreeBuilder(Folding::fold);
        Set<String> methods = new TreeSet<>();
        for (RulePattern pattern : publicRules) {
            open.add(new Rule(null, pattern));
            methods.addAll(pattern.methods());
        }
        for (RoleAccess role : roles) {
            for (RulePattern pattern : role.allow()) {
                allow.add(new Rule(role.role(), pattern));
                methods.addAll(pattern.methods());
            }
            for (RulePattern pattern : role.deny()) {
                deny.add(new Rule(role.role(), pattern));
                methods.addAll(pattern.methods());
            }
        }
        return new Access(app, open.build(), allow.build(), deny.build(), Set.copyOf(methods));
    }

    /** Rules that allow nothing: for paths of a host that no app has. */
    public static Access none(String app) {
        return compile(app, List.of(), List.of());
    }

    /**
     * Judges a request of a person with these roles.
     *
     * @param method as sent
     * @param form the parameters of the body; {@link Form#NONE} where it has none; null where nobody has read it yet
     */
    public AccessDecision judge(String method, Readings readings, Set<String> roles, @Nullable Form form) {
        return judgeOverrides(method, readings, roles, form);
    }

    /** Judges a request of anybody: the public rules alone. {@code form} as above. */
    public AccessDecision judgePublic(String method, Readings readings, @Nullable Form form) {
        return open.isEmpty() ? Denied.NONE : judgeOverrides(method, readings, null, form);
    }

    /** Whether a rule of these roles denies this, whatever allows it; the parameters are those of the query. */
    public boolean isDenied(String method, Readings readings, Set<String> roles) {
        Parameters parameters = new Parameters(readings, Form.NONE);
        return denied(method, readings, roles, parameters).kind() != Outcome.Kind.DOES_NOT;
    }

    /** Says which rule decides about a person with these roles: public ones first, as for a request. */
    public Explanation explain(String method, Readings readings, Set<String> roles) {
        AccessDecision open = judgePublic(method, readings, Form.NONE);
        if (open instanceof Permit permit) {
            boolean needsForm = judgePublic(method, readings, null) instanceof NeedsForm;
            return new Explanation(true, "access.public", permit.pattern(), needsForm);
        }
        AccessDecision own = judge(method, readings, roles, Form.NONE);
        boolean needsForm = judge(method, readings, roles, null) instanceof NeedsForm;
        if (own instanceof Permit permit) {
            return new Explanation(true, "access.allow", permit.pattern(), needsForm);
        }
        Denied denied = own instanceof Denied decided ? decided : Denied.NONE;
        return new Explanation(false, denied.reason(), denied.rule(), needsForm);
    }

    /**
     * Whether the answer depends on the method in a way that a {@code _method} in a form could use: one that rules name, or
     * that frameworks let a POST stand for, is not allowed here.
     *
     * @param roles null for the public rules
     */
    public boolean isMethodDecisive(Readings readings, @Nullable Set<String> roles) {
        if (methods.isEmpty()) {
            return false;
        }
        Parameters parameters = new Parameters(readings, null);
        for (String other : List.of("PUT", "PATCH", "DELETE")) {
            if (!(judgeOne(other, readings, roles, parameters) instanceof Permit)) {
                return true;
            }
        }
        for (String other : methods) {
            if (!(judgeOne(other, readings, roles, parameters) instanceof Permit)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Judges the methods that a field of a form asks for, whose other fields nobody has read.
     *
     * @param roles null for the public rules
     * @return null where there is no objection; {@link NeedsForm} where that depends on the other fields
     */
    @Nullable
    AccessDecision objection(Parameter field, Readings readings, @Nullable Set<String> roles) {
        Set<String> asked = MethodOverride.asked("", new Form(List.of(field)));
        if (asked == null || asked.isEmpty()) {
            return null; // never null: it is of no query
        }
        Parameters parameters = new Parameters(readings, null);
        for (String other : asked) {
            AccessDecision decision = judgeOne(other, readings, roles, parameters);
            if (!(decision instanceof Permit)) {
                return decision;
            }
        }
        return null;
    }

    /** The method of the line is judged first, then each that a parameter asks for: all must be allowed. */
    private AccessDecision judgeOverrides(
            String method, Readings readings, @Nullable Set<String> roles, @Nullable Form form) {
        Parameters parameters = new Parameters(readings, form);
        AccessDecision decision = judgeOne(method, readings, roles, parameters);
        if (!(decision instanceof Permit) || methods.isEmpty() || !MethodOverride.mayBeAsked(readings, form)) {
            return decision;
        }
        Set<String> asked = MethodOverride.asked(readings.query(), form);
        if (asked == null) {
            return new Denied("access.query", null);
        }
        for (String other : asked) {
            AccessDecision overridden = judgeOne(other, readings, roles, parameters);
            if (!(overridden instanceof Permit)) {
                return overridden;
            }
        }
        return decision;
    }

    private AccessDecision judgeOne(
            String method, Readings readings, @Nullable Set<String> roles, Parameters parameters) {
        PatternTree tree = roles == null ? open : allow;
        Outcome allowed = allowed(tree, method, readings, roles, parameters);
        if (allowed.kind() == Outcome.Kind.UNREADABLE) {
            return new Denied("access.query", pattern(allowed));
        }
        if (allowed.kind() == Outcome.Kind.DOES_NOT) {
            return roles == null ? Denied.NONE : forNobodyOrOthers(method, readings);
        }
        Outcome denied = roles == null ? Outcome.DOES_NOT : denied(method, readings, roles, parameters);
        return switch (denied.kind()) {
            case APPLIES -> new Denied("access.deny", pattern(denied));
            case UNREADABLE -> new Denied("access.query", pattern(denied));
            case OPEN -> needsForm(denied);
            case DOES_NOT ->
                allowed.kind() == Outcome.Kind.OPEN ? needsForm(allowed) : permit(method, readings, allowed);
        };
    }

    private Permit permit(String method, Readings readings, Outcome allowed) {
        Rule rule = allowed.rule();
        if (rule == null) {
            throw new IllegalStateException("a permit without a rule");
        }
        return new Permit(app, method, readings.raw(), rule.pattern());
    }

    private static NeedsForm needsForm(Outcome outcome) {
        RulePattern pattern = pattern(outcome);
        if (pattern == null) {
            throw new IllegalStateException("an open outcome without a rule");
        }
        return new NeedsForm(pattern);
    }

    private static @Nullable RulePattern pattern(Outcome outcome) {
        Rule rule = outcome.rule();
        return rule == null ? null : rule.pattern();
    }

    /** Every reading must be allowed; the rule is that of the first. */
    private static Outcome allowed(
            PatternTree tree, String method, Readings readings, @Nullable Set<String> roles, Parameters parameters) {
        Outcome first = Outcome.DOES_NOT;
        Outcome open = null;
        for (int i = 0; i < readings.count(); i++) {
            Search search = tree.search();
            Rule rule = tree.find(readings.path(i), readings.end(i), method, roles, search);
            Outcome outcome = rule != null ? rule.applied() : allowedByParameter(search, parameters);
            if (outcome.kind() == Outcome.Kind.DOES_NOT || outcome.kind() == Outcome.Kind.UNREADABLE) {
                return outcome;
            }
            first = i == 0 ? outcome : first;
            open = outcome.kind() == Outcome.Kind.OPEN ? outcome : open;
        }
        return open == null ? first : open;
    }

    private static Outcome allowedByParameter(@Nullable Search search, Parameters parameters) {
        Outcome best = Outcome.DOES_NOT;
        for (Rule rule : search == null ? List.<Rule>of() : search.conditional()) {
            Outcome.Kind kind = parameters.allows(rule);
            if (kind == Outcome.Kind.APPLIES) {
                return rule.applied();
            }
            if (kind != Outcome.Kind.DOES_NOT) {
                best = new Outcome(kind, rule);
            }
        }
        return best;
    }

    /** No reading may be denied, by the method in upper case. */
    private Outcome denied(String method, Readings readings, Set<String> roles, Parameters parameters) {
        if (deny.isEmpty()) {
            return Outcome.DOES_NOT;
        }
        String upperCase = method.toUpperCase(Locale.ROOT);
        Outcome worst = Outcome.DOES_NOT;
        for (int i = 0; i < readings.foldedCount(); i++) {
            Search search = deny.search();
            Rule rule = deny.find(readings.foldedPath(i), readings.foldedEnd(i), upperCase, roles, search);
            if (rule != null) {
                return rule.applied();
            }
            for (Rule conditional : search == null ? List.<Rule>of() : search.conditional()) {
                Outcome.Kind kind = parameters.denies(conditional);
                if (kind == Outcome.Kind.APPLIES) {
                    return conditional.applied();
                }
                if (kind == Outcome.Kind.UNREADABLE
                        || (kind == Outcome.Kind.OPEN && worst.kind() == Outcome.Kind.DOES_NOT)) {
                    worst = new Outcome(kind, conditional);
                }
            }
        }
        return worst;
    }

    /** Whether a rule of any role speaks for every reading: then it is the role that is missing. */
    private Denied forNobodyOrOthers(String method, Readings readings) {
        for (int i = 0; i < readings.count(); i++) {
            Search search = allow.search();
            Rule rule = allow.find(readings.path(i), readings.end(i), method, null, search);
            if (rule == null && (search == null || search.conditional().isEmpty())) {
                return Denied.NONE;
            }
        }
        return Denied.ROLE;
    }
}
