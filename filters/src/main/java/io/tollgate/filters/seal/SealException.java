package io.tollgate.filters.seal;

/**
 * A sealed value can't be opened. The message is for the operator: what is wrong, what to do; it quotes no secret.
 *
 * <p>Whoever meets it refuses: that a value can't be opened is never a reason to do without it.
 */
public final class SealException extends RuntimeException {
    /** What is wrong with the value. */
    public enum Fault {
        /** It is no sealed value, or of a format that this release does not know. */
        NOT_SEALED,
        /** It is sealed with a key that is not here. */
        OTHER_KEY,
        /** It was changed, or belongs to another row or purpose. */
        NOT_GENUINE
    }

    private final Fault fault;

    SealException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    /** What is wrong. */
    public Fault fault() {
        return fault;
    }
}
