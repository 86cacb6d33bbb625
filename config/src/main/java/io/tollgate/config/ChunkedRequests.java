package io.tollgate.config;

/** What becomes of a request that a client sends in chunks. */
public enum ChunkedRequests {
    /** It goes upstream in chunks. */
    PASS("pass"),
    /** It is kept until its length is known: for applications that can't read chunks. */
    BUFFER("buffer");

    private final String word;

    ChunkedRequests(String word) {
        this.word = word;
    }

    /** The word in the YAML. */
    public String word() {
        return word;
    }
}
