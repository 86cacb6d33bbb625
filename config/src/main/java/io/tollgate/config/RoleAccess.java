package io.tollgate.config;

import java.util.List;

/**
 * What one role may do on one app: what it allows, less what it denies to everybody who has it.
 *
 * @param stepUp those of {@code allow} that also ask everybody who has the role for a fresh factor
 */
public record RoleAccess(String role, List<RulePattern> allow, List<RulePattern> deny, List<RulePattern> stepUp) {

    public RoleAccess {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        stepUp = List.copyOf(stepUp);
        if (!allow.containsAll(stepUp)) {
            throw new IllegalArgumentException("a fresh factor is asked for where something is allowed");
        }
    }

    /** A role of which no fresh factor is asked. */
    public RoleAccess(String role, List<RulePattern> allow, List<RulePattern> deny) {
        this(role, allow, deny, List.of());
    }
}
