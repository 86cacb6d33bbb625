package io.tollgate.filters.session;

/** Why a session is over. */
public enum SessionEnd {
    /** Its user logged out. */
    LOGOUT("session.logout"),
    /** Its user ended it from another session. */
    OTHER("session.other"),
    /** Somebody logged in over it, in the same browser. */
    REPLACED("session.replaced"),
    /** Its user's password was changed. */
    PASSWORD("session.password"),
    /** It was locked for longer than {@code session.lock-for}. */
    LOCKED("session.lock-for"),
    /** It was older than {@code session.absolute}. */
    ABSOLUTE("session.absolute"),
    /** Its user was disabled or deleted. */
    USER("session.user"),
    /** An administrator ended it. */
    ADMIN("session.admin"),
    /** Its login is in the audit trail, and the store did not take it: nobody was given it. */
    UNKEPT("session.unkept"),
    /** The second factor was due, and not proved in time, too often wrong, or due in too many places at once. */
    UNPROVEN("session.unproven");

    private final String code;

    SessionEnd(String code) {
        this.code = code;
    }

    /** The stable code of the reason. */
    public String code() {
        return code;
    }
}
