package io.tollgate.config;

import java.util.List;

/** What one role may do on one app: what it allows, less what it denies to everybody who has it. */
public record RoleAccess(String role, List<RulePattern> allow, List<RulePattern> deny) {

    public RoleAccess {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }
}
