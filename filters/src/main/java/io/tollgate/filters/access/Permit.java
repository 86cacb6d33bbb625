package io.tollgate.filters.access;

import io.tollgate.config.RulePattern;

/**
 * Evidence that the access rules allowed a request: without one nothing is forwarded. Only this package can make one, and
 * it holds what was judged, so that it can't be paired with another request. Immutable.
 */
public final class Permit implements AccessDecision {
    private final String app;
    private final String method;
    private final String target;
    private final RulePattern rule;
    private final boolean isSteppedUp;

    Permit(String app, String method, String target, RulePattern rule) {
        this(app, method, target, rule, false);
    }

    private Permit(String app, String method, String target, RulePattern rule, boolean isSteppedUp) {
        this.isSteppedUp = isSteppedUp;
        this.app = app;
        this.method = method;
        this.target = target;
        this.rule = rule;
    }

    /** The app whose rules allowed it. */
    public String app() {
        return app;
    }

    /** The method that was judged. */
    public String method() {
        return method;
    }

    /** The client's own bytes that were judged, ISO-8859-1. */
    public String target() {
        return target;
    }

    /** The pattern that allowed it, as written: never the path, which may name a patient. */
    public String rule() {
        return rule.text();
    }

    public RulePattern pattern() {
        return rule;
    }

    /** The same, given to somebody whose factor was fresh: what asks for one does not ask again while the request lasts. */
    public Permit steppedUp() {
        return new Permit(app, method, target, rule, true);
    }

    /** Whether a factor was fresh when it was given, where rules ask for that. */
    public boolean isSteppedUp() {
        return isSteppedUp;
    }

    @Override
    public String toString() {
        return "Permit[" + app + " " + method + " by " + rule.text() + "]";
    }
}
