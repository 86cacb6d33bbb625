package io.tollgate.proxy.http;

/** An upstream could not be asked or gave no answer. Its fault, or that of the way there. */
public final class UpstreamException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /**
     * A failure of an upstream; carries no stack trace, which would tell of our event loop only.
     *
     * @param status 502, 503 or 504
     * @param code stable: {@code upstream.connect}
     * @param message for operators
     */
    public UpstreamException(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** The status a client is answered. */
    public int status() {
        return status;
    }

    /** The stable code. */
    public String code() {
        return code;
    }
}
