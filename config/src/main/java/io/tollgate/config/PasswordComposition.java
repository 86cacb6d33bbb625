package io.tollgate.config;

/** Which kinds of characters a new password must have; from lax to strict. */
public enum PasswordComposition {
    /** Any (NIST SP 800-63B section 3.1.1.2 forbids to ask for kinds). */
    NONE("none"),
    /** A letter and a digit at least (PCI DSS 4.0.1, 8.3.6). */
    LETTERS_AND_DIGITS("letters-and-digits");

    private final String word;

    PasswordComposition(String word) {
        this.word = word;
    }

    /** As operators write it. */
    public String word() {
        return word;
    }
}
