package io.tollgate.filters.access;

import io.tollgate.config.RulePattern;

/**
 * The parameters of the request's body decide.
 *
 * @param rule a rule that names one
 */
public record NeedsForm(RulePattern rule) implements AccessDecision {}
