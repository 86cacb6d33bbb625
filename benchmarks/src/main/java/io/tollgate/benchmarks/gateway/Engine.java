package io.tollgate.benchmarks.gateway;

/** What speaks TLS in a gateway, as its configuration names it. */
public enum Engine {
    /** The default. */
    BOUNCY_CASTLE("bouncy-castle"),
    /** Native code. */
    BORINGSSL("boringssl"),
    /** What the JDK brings. */
    JDK("jdk");

    private final String word;

    Engine(String word) {
        this.word = word;
    }

    /** As the YAML and the reports have it. */
    public String word() {
        return word;
    }
}
