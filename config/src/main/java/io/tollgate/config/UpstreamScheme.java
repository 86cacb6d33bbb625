package io.tollgate.config;

/** How an upstream is spoken to. */
public enum UpstreamScheme {
    /** HTTP/1.1 in the clear. */
    HTTP("http", 80),
    /** HTTP/1.1 over TLS. */
    HTTPS("https", 443),
    /** HTTP/2 in the clear, without asking first (RFC 9113 section 3.3). */
    H2C("h2c", 80);

    private final String word;
    private final int port;

    UpstreamScheme(String word, int port) {
        this.word = word;
        this.port = port;
    }

    /** The word in the YAML. */
    public String word() {
        return word;
    }

    /** The port where an endpoint names none. */
    public int port() {
        return port;
    }
}
