package io.tollgate.filters.access;

import io.tollgate.config.Position;
import io.tollgate.config.RoleAccess;
import io.tollgate.config.RulePattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rules as an operator writes them, for tests. */
public final class Rules {
    private final List<RulePattern> open = new ArrayList<>();
    private final Map<String, List<RulePattern>> allow = new LinkedHashMap<>();
    private final Map<String, List<RulePattern>> deny = new LinkedHashMap<>();
    private final Map<String, List<RulePattern>> stepUp = new LinkedHashMap<>();

    public static RulePattern pattern(String text) {
        return RulePattern.parse(text, new Position("tollgate.yaml", 1, 1));
    }

    public static List<RulePattern> patterns(String... texts) {
        List<RulePattern> patterns = new ArrayList<>();
        for (String text : texts) {
            patterns.add(pattern(text));
        }
        return patterns;
    }

    public Rules open(String... texts) {
        open.addAll(patterns(texts));
        return this;
    }

    public Rules allow(String role, String... texts) {
        allow.computeIfAbsent(role, r -> new ArrayList<>()).addAll(patterns(texts));
        deny.computeIfAbsent(role, r -> new ArrayList<>());
        return this;
    }

    public Rules deny(String role, String... texts) {
        deny.computeIfAbsent(role, r -> new ArrayList<>()).addAll(patterns(texts));
        allow.computeIfAbsent(role, r -> new ArrayList<>());
        return this;
    }

    /** Allows, and asks for a fresh factor. */
    public Rules stepUp(String role, String... texts) {
        stepUp.computeIfAbsent(role, r -> new ArrayList<>()).addAll(patterns(texts));
        return allow(role, texts);
    }

    public List<RulePattern> publicRules() {
        return open;
    }

    public List<RoleAccess> roles() {
        List<RoleAccess> roles = new ArrayList<>();
        allow.forEach((role, patterns) ->
                roles.add(new RoleAccess(role, patterns, deny.get(role), stepUp.getOrDefault(role, List.of()))));
        return roles;
    }

    public Access compile() {
        return Access.compile("billing", open, roles());
    }
}
