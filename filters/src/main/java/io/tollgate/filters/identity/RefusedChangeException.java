package io.tollgate.filters.identity;

/** A change of an account that is not made, for a reason its message tells in plain words. Nothing was changed. */
public final class RefusedChangeException extends RuntimeException {
    private final String reason;

    public RefusedChangeException(String reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** A stable code: name.invalid, name.taken, user.unknown, role.undeclared, password.weak. */
    public String reason() {
        return reason;
    }
}
