package io.tollgate.config;

/** Which of several endpoints a request goes to. */
public enum Balance {
    /** One after the other. */
    ROUND_ROBIN("round-robin"),
    /** The one with the fewest requests under way. */
    LEAST_REQUESTS("least-requests");

    private final String word;

    Balance(String word) {
        this.word = word;
    }

    /** The word in the YAML. */
    public String word() {
        return word;
    }
}
