package io.tollgate.config;

/** What speaks TLS on a listener. */
public enum TlsEngine {
    /** Bouncy Castle's protocol with the JDK's ciphers: no native code, and the hybrid post-quantum group. */
    BOUNCY_CASTLE("bouncy-castle"),
    /** BoringSSL, as native code of some platforms. */
    BORINGSSL("boringssl"),
    /** The TLS of the Java runtime. */
    JDK("jdk");

    private final String word;

    TlsEngine(String word) {
        this.word = word;
    }

    /** The word in the YAML. */
    public String word() {
        return word;
    }
}
