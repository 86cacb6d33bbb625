package io.tollgate.filters.access;

import io.tollgate.config.RulePattern;
import org.jspecify.annotations.Nullable;

/**
 * What the rules say about a request, and by which rule, for people.
 *
 * @param reason the code of a refusal; {@code access.public} or {@code access.allow} of a permit
 * @param rule the rule that decided, with its place; null where none fits
 * @param needsForm whether a form could still change it: judged here as if there were none
 */
public record Explanation(
        boolean isAllowed, String reason, @Nullable RulePattern rule, boolean needsForm) {}
