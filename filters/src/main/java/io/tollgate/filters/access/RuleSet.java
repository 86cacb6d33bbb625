package io.tollgate.filters.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of patterns that end at one place, found by role. Immutable. */
final class RuleSet {
    /** Up to here asking each is as fast as asking a map. */
    private static final int FEW = 8;

    private final Rule[] rules;
    private final @Nullable Map<String, Rule[]> byRole;

    RuleSet(List<Rule> rules) {
        this.rules = rules.toArray(Rule[]::new);
        this.byRole = rules.size() <= FEW ? null : grouped(rules);
    }

    private static @Nullable Map<String, Rule[]> grouped(List<Rule> rules) {
        Map<String, List<Rule>> lists = new HashMap<>();
        for (Rule rule : rules) {
            String role = rule.role();
            if (role == null) {
                return null;
            }
            lists.computeIfAbsent(role, r -> new ArrayList<>()).add(rule);
        }
        Map<String, Rule[]> arrays = new HashMap<>();
        lists.forEach((role, list) -> arrays.put(role, list.toArray(Rule[]::new)));
        return arrays;
    }

    /**
     * The first rule that depends on no parameter; those that do are handed to the search.
     *
     * @param roles null for every role there is
     */
    @Nullable
    Rule first(String method, @Nullable Set<String> roles, @Nullable Search search) {
        Map<String, Rule[]> map = byRole;
        if (map == null || roles == null) {
            return first(rules, method, roles, search);
        }
        for (String role : roles) {
            Rule[] own = map.get(role);
            Rule found = own == null ? null : first(own, method, roles, search);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Rule first(
            Rule[] rules, String method, @Nullable Set<String> roles, @Nullable Search search) {
        for (Rule rule : rules) {
            if (rule.isAbout(method) && rule.isOf(roles)) {
                if (rule.isUnconditional()) {
                    return rule;
                }
                if (search != null) {
                    search.add(rule);
                }
            }
        }
        return null;
    }
}
