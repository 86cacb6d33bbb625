package io.tollgate.filters.access;

import io.tollgate.config.AppConfig;
import io.tollgate.config.RoleAccess;
import io.tollgate.config.RulePattern;
import io.tollgate.filters.http.Form;
import io.tollgate.filters.http.Parameter;
import io.tollgate.filters.scratch.ScratchPool;
import java.util.Collection;
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
    /** The methods that frameworks let a POST stand for. */
    private static final List<String> COMMON_OVERRIDES = List.of("PUT", "PATCH", "DELETE");

    private final String app;
    private final PatternTree open;
    private final PatternTree allow;
    private final PatternTree deny;
    private final PatternTree marked;
    private final Set<String> methods;
    /** Null where no rule makes a judgement remember anything. */
    private final @Nullable ScratchPool<Search> searches;

    private Access(
            String app,
            PatternTree open,
            PatternTree allow,
            PatternTree deny,
            PatternTree marked,
            Set<String> methods) {
        this.app = app;
        this.open = open;
        this.allow = allow;
        this.deny = deny;
        this.marked = marked;
        this.methods = methods;
        List<PatternTree> trees = List.of(open, allow, deny, marked);
        boolean needsSearch = trees.stream().anyMatch(PatternTree::needsSearch);
        int nested = trees.stream().mapToInt(PatternTree::nested).max().orElse(0);
        this.searches = needsSearch ? new ScratchPool<>(() -> new Search(nested)) : null;
    }

    private @Nullable Search begin(Readings readings, @Nullable Form form) {
        if (searches == null) {
            return null;
        }
        Search search = searches.take();
        search.begin(readings, form);
        return search;
    }

    private void end(@Nullable Search search) {
        if (searches != null && search != null) {
            search.end();
            searches.giveBack(search);
        }
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
        PatternTreeBuilder marked = new PatternTreeBuilder(Folding::fold);
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
            for (RulePattern pattern : role.stepUp()) {
                marked.add(new Rule(role.role(), pattern));
            }
        }
        return new Access(app, open.build(), allow.build(), deny.build(), marked.build(), Set.copyOf(methods));
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

    /** Whether a rule of any role asks for a fresh factor. */
    public boolean hasMarks() {
        return !marked.isEmpty();
    }

    /** The rule by which doing this asks whoever has these roles for a fresh factor; null for none, or where none allows it. */
    public @Nullable RulePattern mark(String method, Readings readings, Set<String> roles) {
        if (marked.isEmpty()) {
            return null;
        }
        Search search = begin(readings, Form.NONE);
        try {
            return pattern(judgedLikeDeny(marked, method, readings, roles, search));
        } finally {
            end(search);
        }
    }

    /** Judges a request of anybody: the public rules alone. {@code form} as above. */
    public AccessDecision judgePublic(String method, Readings readings, @Nullable Form form) {
        return open.isEmpty() ? Denied.NONE : judgeOverrides(method, readings, null, form);
    }

    /** Whether a rule of these roles denies this, whatever allows it; the parameters are those of the query. */
    public boolean isDenied(String method, Readings readings, Set<String> roles) {
        return isDenied(method, readings, roles, Form.NONE);
    }

    /** The same with the parameters of a form. */
    public boolean isDenied(String method, Readings readings, Set<String> roles, Form form) {
        Search search = begin(readings, form);
        try {
            return judgedLikeDeny(deny, method, readings, roles, search).kind() != Outcome.Kind.DOES_NOT;
        } finally {
            end(search);
        }
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
        Permit given = own instanceof StepUp marked ? marked.permit() : own instanceof Permit permit ? permit : null;
        if (given != null) {
            return new Explanation(true, "access.allow", given.pattern(), needsForm);
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
        Search search = begin(readings, null);
        try {
            return !areAllPermitted(COMMON_OVERRIDES, readings, roles, search)
                    || !areAllPermitted(methods, readings, roles, search);
        } finally {
            end(search);
        }
    }

    private boolean areAllPermitted(
            Collection<String> others, Readings readings, @Nullable Set<String> roles, @Nullable Search search) {
        for (String other : others) {
            if (!(judgeOne(other, readings, roles, search) instanceof Permit)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Judges the methods that a field of a form asks for, whose other fields nobody has read.
     *
     * @param roles null for the public rules
     * @return null where there is no objection; {@link NeedsForm} where that depends on the other fields; {@link StepUp}
     *     where a fresh factor is asked for
     */
    @Nullable
    AccessDecision objection(Parameter field, Readings readings, @Nullable Set<String> roles) {
        Set<String> asked = MethodOverride.asked("", new Form(List.of(field)));
        if (asked == null || asked.isEmpty()) {
            return null; // never null: it is of no query
        }
        Search search = begin(readings, null);
        try {
            return objection(asked, readings, roles, search);
        } finally {
            end(search);
        }
    }

    private @Nullable AccessDecision objection(
            Set<String> asked, Readings readings, @Nullable Set<String> roles, @Nullable Search search) {
        AccessDecision marked = null;
        for (String other : asked) {
            AccessDecision decision = judgeOne(other, readings, roles, search);
            if (decision instanceof StepUp) {
                marked = decision;
            } else if (!(decision instanceof Permit)) {
                return decision;
            }
        }
        return marked;
    }

    /** The method of the line is judged first, then each that a parameter asks for: all must be allowed. */
    private AccessDecision judgeOverrides(
            String method, Readings readings, @Nullable Set<String> roles, @Nullable Form form) {
        Search search = begin(readings, form);
        try {
            return judgeOverrides(method, readings, roles, form, search);
        } finally {
            end(search);
        }
    }

    private AccessDecision judgeOverrides(
            String method,
            Readings readings,
            @Nullable Set<String> roles,
            @Nullable Form form,
            @Nullable Search search) {
        AccessDecision decision = judgeOne(method, readings, roles, search);
        boolean isRefused = decision instanceof Denied || decision instanceof NeedsForm;
        if (isRefused || methods.isEmpty() || !MethodOverride.mayBeAsked(readings, form)) {
            return decision;
        }
        Set<String> asked = MethodOverride.asked(readings.query(), form);
        if (asked == null) {
            return new Denied("access.query", null);
        }
        AccessDecision overridden = objection(asked, readings, roles, search);
        return overridden instanceof StepUp other && decision instanceof Permit permit
                ? new StepUp(permit, other.rule())
                : overridden == null || overridden instanceof StepUp ? decision : overridden;
    }

    private AccessDecision judgeOne(
            String method, Readings readings, @Nullable Set<String> roles, @Nullable Search search) {
        PatternTree tree = roles == null ? open : allow;
        Outcome allowed = allowed(tree, method, readings, roles, search);
        if (allowed.kind() == Outcome.Kind.UNREADABLE) {
            return new Denied("access.query", pattern(allowed));
        }
        if (allowed.kind() == Outcome.Kind.DOES_NOT) {
            return roles == null ? Denied.NONE : forNobodyOrOthers(method, readings, search);
        }
        Outcome denied = roles == null ? Outcome.DOES_NOT : judgedLikeDeny(deny, method, readings, roles, search);
        return switch (denied.kind()) {
            case APPLIES -> new Denied("access.deny", pattern(denied));
            case UNREADABLE -> new Denied("access.query", pattern(denied));
            case OPEN -> needsForm(denied);
            case DOES_NOT ->
                allowed.kind() == Outcome.Kind.OPEN
                        ? needsForm(allowed)
                        : unlessMarked(permit(method, readings, allowed), readings, roles, search);
        };
    }

    private AccessDecision unlessMarked(
            Permit permit, Readings readings, @Nullable Set<String> roles, @Nullable Search search) {
        if (roles == null || marked.isEmpty()) {
            return permit;
        }
        Outcome asking = judgedLikeDeny(marked, permit.method(), readings, roles, search);
        Rule rule = asking.rule();
        return switch (asking.kind()) {
            case DOES_NOT -> permit;
            case OPEN -> needsForm(asking);
            case UNREADABLE -> new Denied("access.query", pattern(asking));
            case APPLIES -> rule == null ? Denied.NONE : new StepUp(permit, rule.pattern());
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
            PatternTree tree, String method, Readings readings, @Nullable Set<String> roles, @Nullable Search search) {
        Outcome first = Outcome.DOES_NOT;
        Outcome open = null;
        for (int i = 0; i < readings.count(); i++) {
            Rule rule = tree.find(readings.path(i), readings.end(i), method, roles, search);
            Outcome outcome = rule != null ? rule.applied() : allowedByParameter(search);
            if (outcome.kind() == Outcome.Kind.DOES_NOT || outcome.kind() == Outcome.Kind.UNREADABLE) {
                return outcome;
            }
            first = i == 0 ? outcome : first;
            open = outcome.kind() == Outcome.Kind.OPEN ? outcome : open;
        }
        return open == null ? first : open;
    }

    private static Outcome allowedByParameter(@Nullable Search search) {
        Outcome best = Outcome.DOES_NOT;
        for (int i = 0; search != null && i < search.conditional().size(); i++) {
            Rule rule = search.conditional().get(i);
            Outcome.Kind kind = search.parameters().allows(rule);
            if (kind == Outcome.Kind.APPLIES) {
                return rule.applied();
            }
            if (kind != Outcome.Kind.DOES_NOT) {
                best = new Outcome(kind, rule);
            }
        }
        return best;
    }

    /** Whether a rule is about any reading, by the method in upper case, as what denies or asks for a fresh factor is. */
    private static Outcome judgedLikeDeny(
            PatternTree deny, String method, Readings readings, Set<String> roles, @Nullable Search search) {
        if (deny.isEmpty()) {
            return Outcome.DOES_NOT;
        }
        String upperCase = method.toUpperCase(Locale.ROOT);
        Outcome worst = Outcome.DOES_NOT;
        for (int i = 0; i < readings.foldedCount(); i++) {
            Rule rule = deny.find(readings.foldedPath(i), readings.foldedEnd(i), upperCase, roles, search);
            if (rule != null) {
                return rule.applied();
            }
            for (int j = 0; search != null && j < search.conditional().size(); j++) {
                Rule conditional = search.conditional().get(j);
                Outcome.Kind kind = search.parameters().denies(conditional);
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
    private Denied forNobodyOrOthers(String method, Readings readings, @Nullable Search search) {
        for (int i = 0; i < readings.count(); i++) {
            Rule rule = allow.find(readings.path(i), readings.end(i), method, null, search);
            if (rule == null && (search == null || search.conditional().isEmpty())) {
                return Denied.NONE;
            }
        }
        return Denied.ROLE;
    }
}
