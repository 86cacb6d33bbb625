package io.tollgate.benchmarks.peers;

/** Kinds of work that proxies are compared by; every one is done behind the login where there is one. */
enum Work {
    /** Small GETs of HTTP/1.1 on kept connections. */
    SMALL("small", Application.SMALL, Application.SMALL_BYTES),
    /** Small GETs of HTTP/2, 16 streams on each of 16 connections. */
    H2("h2", Application.SMALL, Application.SMALL_BYTES),
    /** A full handshake of TLS 1.3, and one small GET. */
    HANDSHAKE("handshake", Application.SMALL, Application.SMALL_BYTES),
    /** Bodies of 100 MB. */
    BODY_100M("body-100m", Application.LARGE, Application.LARGE_BYTES),
    /** Bodies of 64 KiB. */
    BODY_64K("body-64k", Application.MIDDLE, Application.MIDDLE_BYTES),
    /** TLS connections that nobody uses: the memory each takes. */
    IDLE("idle", Application.SMALL, Application.SMALL_BYTES);

    private final String word;
    private final String path;
    private final long bytes;

    Work(String word, String path, long bytes) {
        this.word = word;
        this.path = path;
        this.bytes = bytes;
    }

    /** As reports and the command line have it. */
    String word() {
        return word;
    }

    /** What is asked for. */
    String path() {
        return path;
    }

    /** How long the body is. */
    long bytes() {
        return bytes;
    }
}
