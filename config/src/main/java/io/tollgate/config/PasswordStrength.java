package io.tollgate.config;

/** How hard a new password must be to guess for somebody who knows how people choose them; from lax to strict. */
public enum PasswordStrength {
    /** It is not estimated. */
    OFF("off"),
    /** More than a thousand guesses. */
    WEAK("weak"),
    /** More than a million guesses: beyond what a login lets anybody try. */
    FAIR("fair"),
    /** More than a hundred million guesses. */
    GOOD("good"),
    /** More than ten thousand million guesses: beyond what is tried against a stolen slow hash in passing. */
    STRONG("strong");

    private final String word;

    PasswordStrength(String word) {
        this.word = word;
    }

    /** As operators write it. */
    public String word() {
        return word;
    }
}
