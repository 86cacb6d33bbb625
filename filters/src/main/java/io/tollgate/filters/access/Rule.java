package io.tollgate.filters.access;

import io.tollgate.config.ParameterCondition;
import io.tollgate.config.RulePattern;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pattern compiled for one role. Immutable. */
final class Rule {
    private final @Nullable String role;
    private final RulePattern pattern;
    private final String[] methods;
    private final Condition[] conditions;
    private final Outcome applied;

    /** {@code role} is null for everybody. */
    Rule(@Nullable String role, RulePattern pattern) {
        this.role = role;
        this.pattern = pattern;
        this.methods = pattern.methods().toArray(String[]::new);
        List<ParameterCondition> parameters = pattern.parameters();
        this.conditions = parameters.stream().map(Condition::new).toArray(Condition[]::new);
        this.applied = Outcome.applies(this);
    }

    @Nullable
    String role() {
        return role;
    }

    RulePattern pattern() {
        return pattern;
    }

    Condition[] conditions() {
        return conditions;
    }

    /** That it applies: made once, as most judgements end here. */
    Outcome applied() {
        return applied;
    }

    /** Whether it depends on no parameter. */
    boolean isUnconditional() {
        return conditions.length == 0;
    }

    boolean hasMethods() {
        return methods.length > 0;
    }

    /** Whether it speaks about this method. */
    boolean isAbout(String method) {
        for (String own : methods) {
            if (own.equals(method)) {
                return true;
            }
        }
        return methods.length == 0;
    }

    /** Whether it is a rule of one of these roles; null stands for all there are. */
    boolean isOf(@Nullable Set<String> roles) {
        return role == null || roles == null || roles.contains(role);
    }
}
