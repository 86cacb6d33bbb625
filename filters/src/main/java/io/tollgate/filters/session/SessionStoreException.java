package io.tollgate.filters.session;

/** A session could not be written, so what was asked did not happen. Our fault: 503, and the cookie is kept. */
public final class SessionStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What did not happen, and why. */
    public SessionStoreException(String what, Throwable cause) {
        super(what, cause);
    }
}
