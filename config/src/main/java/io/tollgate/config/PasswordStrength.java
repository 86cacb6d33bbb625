package io.tollgate.config;

/** How hard a new password must be to guess for somebody who knows how people choose them; from lax to strict. */
public enum PasswordStrength {
    /** It is not estimated. */
    OFF("off", 0),
    /** More than a thousand guesses. */
    WEAK("weak", 1),
    /** More than a million guesses: beyond what a login lets anybody try. */
    FAIR("fair", 2),
    /** More than a hundred million guesses. */
    GOOD("good", 3),
    /** More than ten thousand million guesses: beyond what is tried against a stolen slow hash in passing. */
    STRONG("strong", 4);

    private final String word;
    private final int score;

    PasswordStrength(String word, int score) {
        this.word = word;
        this.score = score;
    }

    /** As operators write it. */
    public String word() {
        return word;
    }

    /** From 0, which any password has, to 4. */
    public int score() {
        return score;
    }
}
