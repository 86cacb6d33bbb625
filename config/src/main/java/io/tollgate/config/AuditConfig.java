package io.tollgate.config;

/**
 * The audit trail.
 *
 * @param required whether an act that can't be recorded is refused
 */
public record AuditConfig(boolean required) {

    public static final AuditConfig DEFAULT = new AuditConfig(true);
}
