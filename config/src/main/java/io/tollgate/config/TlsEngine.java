package io.tollgate.config;

/** What speaks TLS on a listener. */
public enum TlsEngine {
    BOUNCY_CASTLE("bouncy-castle");

    private final String word;

    TlsEngine(String word) {
        this.word = word;
    }

    /** The word in the YAML. */
    public String word() {
        return word;
    }
}
