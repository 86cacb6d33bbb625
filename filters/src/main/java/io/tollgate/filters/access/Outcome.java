package io.tollgate.filters.access;

import org.jspecify.annotations.Nullable;

/**
 * What one side of the rules, those that allow or those that deny, says over every reading.
 *
 * @param rule the rule that decided, or that waits for a form; null where none did
 */
record Outcome(Kind kind, @Nullable Rule rule) {
    /** What is said. */
    enum Kind {
        /** A rule applies: it allows every reading, or denies one. */
        APPLIES,
        /** None does. */
        DOES_NOT,
        /** The parameters of the body decide. */
        OPEN,
        /** A rule names a parameter, and the query can't be decoded. */
        UNREADABLE
    }

    static final Outcome DOES_NOT = new Outcome(Kind.DOES_NOT, null);

    static Outcome applies(Rule rule) {
        return new Outcome(Kind.APPLIES, rule);
    }
}
