package io.tollgate.proxy.http;

/** An upstream could not be asked or gave no answer. Its fault, or that of the way there. */
public final class UpstreamException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final long retryAfter;

    /**
     * A failure of an upstream; carries no stack trace, which would tell of our event loop only.
     *
     * @param status 502, 503 or 504
     * @param code stable: {@code upstream.connect}
     * @param message for operators
     */
    public UpstreamException(int status, String code, String message) {
        this(status, code, message, status == 503 ? 1 : 0);
    }

    /**
     * The same with when to try again.
     *
     * @param retryAfter in seconds, at least 1; 0 where nothing can be said
     */
    public UpstreamException(int status, String code, String message, long retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.retryAfter = status == 503 ? Math.max(1, retryAfter) : retryAfter;
    }

    /** In how many seconds to try again; 0 where nothing can be said. */
    public long retryAfter() {
        return retryAfter;
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
