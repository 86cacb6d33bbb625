package io.tollgate.config;

/** An exotic spelling of a path that an app may declare that it uses: it is then read in every further way, and judged. */
public enum Spelling {
    /** {@code %2F}: a slash, or a part of a name. */
    ENCODED_SLASH("encoded-slash"),
    /** {@code %5C}: a slash, a backslash, or a part of a name. */
    ENCODED_BACKSLASH("encoded-backslash"),
    /** {@code %3B}: the beginning of a parameter, or a part of a name. */
    ENCODED_SEMICOLON("encoded-semicolon"),
    /** {@code %2541}: decoded once, or again. */
    DOUBLE_ENCODING("double-encoding"),
    /** Bytes that are not UTF-8: ISO-8859-1. */
    LATIN_1("latin-1"),
    /** Characters that some conversion turns into dots, slashes, semicolons or percent signs. */
    FOLDING("folding");

    private final String word;

    Spelling(String word) {
        this.word = word;
    }

    /** The word in the YAML. */
    public String word() {
        return word;
    }
}
