package io.tollgate.filters.chain;

/** A request body has more bytes than whoever asked for it takes. The client's fault: 413. */
public final class BodyTooLargeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final long max;

    /** A body beyond {@code max} bytes. */
    public BodyTooLargeException(long max) {
        super("the request body has more than " + max + " bytes");
        this.max = max;
    }

    /** The bound in bytes. */
    public long max() {
        return max;
    }
}
