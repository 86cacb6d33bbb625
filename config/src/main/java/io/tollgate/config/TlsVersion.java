package io.tollgate.config;

/** The oldest TLS that is spoken. */
public enum TlsVersion {
    TLS_1_2("TLSv1.2"),
    TLS_1_3("TLSv1.3");

    private final String word;

    TlsVersion(String word) {
        this.word = word;
    }

    /** The word in the YAML, which is also the name by which JSSE knows the version. */
    public String word() {
        return word;
    }
}
