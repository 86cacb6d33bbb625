package io.tollgate.filters.access;

import io.tollgate.config.RulePattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules do not allow it.
 *
 * @param reason {@code access.none}: no rule speaks for it; {@code access.role}: one does, for another role;
 *     {@code access.deny}: a rule of one of the person's roles denies it; {@code access.query}: a rule names a parameter
 *     and the query can't be decoded; {@code access.form}: the same of a form; {@code access.destination}: it is about what
 *     the request does at another place than its target; {@link #STEP_UP}: what the request does besides its own method and
 *     target asks for a fresh factor
 * @param rule the rule that decided; null where none fits
 */
public record Denied(String reason, @Nullable RulePattern rule) implements AccessDecision {
    /** The reason of what a fresh factor would open. */
    public static final String STEP_UP = "step-up";

    static final Denied NONE = new Denied("access.none", null);
    static final Denied ROLE = new Denied("access.role", null);
}
