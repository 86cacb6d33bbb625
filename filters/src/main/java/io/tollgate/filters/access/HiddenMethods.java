package io.tollgate.filters.access;

import io.tollgate.config.RulePattern;
import io.tollgate.filters.http.FieldScanner;
import io.tollgate.filters.http.Parameter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Seeks fields that let a request have another method than its line says, and judges it. Used by one thread at a time.
 *
 * <p>What the public rules allow, and what the person's roles do, may go on.
 */
public final class HiddenMethods implements FieldScanner.Sought {
    private final Access access;
    private final Readings readings;
    private final boolean isPublic;
    private final @Nullable Set<String> roles;
    private final boolean isFresh;
    private @Nullable Denied denied;

    /**
     * Judges for a request whose own method is allowed.
     *
     * @param isPublic whether the public rules allow it
     * @param roles null where they alone do
     * @param isFresh whether what asks for a fresh factor may go on
     */
    public HiddenMethods(
            Access access, Readings readings, boolean isPublic, @Nullable Set<String> roles, boolean isFresh) {
        this.access = access;
        this.readings = readings;
        this.isPublic = isPublic;
        this.roles = roles;
        this.isFresh = isFresh;
    }

    @Override
    public boolean isSought(String name) {
        return MethodOverride.isName(name);
    }

    @Override
    public boolean mayBeSought(String head) {
        return MethodOverride.mayName(head);
    }

    @Override
    public boolean mayPass(Parameter field) {
        AccessDecision open = isPublic ? access.objection(field, readings, null) : Denied.NONE;
        AccessDecision own = open == null || roles == null ? open : access.objection(field, readings, roles);
        denied = own == null ? null : denied(own);
        return denied == null;
    }

    private @Nullable Denied denied(AccessDecision objection) {
        if (objection instanceof StepUp marked) {
            return isFresh ? null : new Denied(Denied.STEP_UP, marked.rule());
        }
        if (objection instanceof Denied decided) {
            return decided;
        }
        RulePattern rule = objection instanceof NeedsForm needed ? needed.rule() : null;
        return new Denied("access.form", rule);
    }

    @Override
    public void unclear() {
        denied = new Denied("access.form", null);
    }

    /** Why the body may not go on; null as long as it may. */
    public @Nullable Denied denied() {
        return denied;
    }
}
