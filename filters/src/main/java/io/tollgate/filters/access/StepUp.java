package io.tollgate.filters.access;

import io.tollgate.config.RulePattern;

/**
 * Allowed, once a fresh factor was proved.
 *
 * @param permit for whoever proved one lately enough
 * @param rule the marked rule that asks for it
 */
public record StepUp(Permit permit, RulePattern rule) implements AccessDecision {}
