package io.tollgate.benchmarks.journeys;

/** Says why an address is not put under load, and what to do; for the person who asked for it. */
public final class RefusedTargetException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The text is shown as it is. */
    public RefusedTargetException(String message) {
        super(message);
    }
}
