package io.tollgate.proxy.http;

/** A message that can't be read in one way only, or is beyond a limit. Whoever sent it is at fault. */
public final class BadMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /**
     * What is wrong with a message. Carries no stack trace: it is made for hostile input and tells nothing of ours.
     *
     * @param status what a client is answered for a request; upstream answers are always a 502
     * @param code stable, for logs and metrics: {@code request.length.repeated}
     * @param message for operators; never holds what the sender sent
     */
    public BadMessageException(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** A request that is malformed (400). */
    public static BadMessageException request(String code, String message) {
        return new BadMessageException(400, "request." + code, message);
    }

    /** An upstream answer that is malformed (502). */
    static BadMessageException response(String code, String message) {
        return new BadMessageException(502, "upstream.answer." + code, message);
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
