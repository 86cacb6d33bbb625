package io.tollgate.config;

/** Whether somebody needs a second factor beside the password; from lax to strict. */
public enum FactorUse {
    /** Nobody is asked for one. */
    OFF("off"),
    /** Whoever has set one up is asked for it; the others are told that they may. */
    OFFERED("offered"),
    /** Everybody is asked for it; whoever has none sets one up at the next login. */
    REQUIRED("required");

    private final String word;

    FactorUse(String word) {
        this.word = word;
    }

    /** As operators write it. */
    public String word() {
        return word;
    }
}
