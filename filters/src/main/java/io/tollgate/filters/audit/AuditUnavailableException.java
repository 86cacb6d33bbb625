package io.tollgate.filters.audit;

/** Evidence could not be written. Ours: 503, and what it would have proved does not happen. */
public final class AuditUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says what stands in the way. */
    public AuditUnavailableException(String message) {
        super(message);
    }

    /** Says what stands in the way, and what the system said of it. */
    public AuditUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
