package io.tollgate.filters.identity;

/** Why somebody has to choose another password before anything else is open to them. */
public enum ChangeReason {
    /** Somebody else knows the present one, as they set it. */
    SET_BY_ANOTHER("set-by-another"),
    /** It is as old as a password may get. Never kept: it follows from the day it was set. */
    EXPIRED("expired"),
    /** It does not meet the rules as they are now; found out when it was last typed. */
    POLICY("policy"),
    /** It came from elsewhere under a hash that is quickly guessed from. */
    WEAK_HASH("weak-hash");

    private final String code;

    ChangeReason(String code) {
        this.code = code;
    }

    /** What it is called in the store and in lists. */
    public String code() {
        return code;
    }

    /** The one of this code; one that this release does not know counts as the first. */
    public static ChangeReason of(String code) {
        for (ChangeReason reason : values()) {
            if (reason.code.equals(code)) {
                return reason;
            }
        }
        return SET_BY_ANOTHER;
    }
}
