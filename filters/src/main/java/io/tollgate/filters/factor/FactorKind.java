package io.tollgate.filters.factor;

/** By what somebody proves who they are. */
public enum FactorKind {
    /** The gateway's own password. */
    PASSWORD("password"),
    /** The login of an application that keeps its own passwords. */
    APP("app"),
    /** A time-based code (RFC 6238). */
    TOTP("totp"),
    /** A recovery code, once. */
    RECOVERY("recovery"),
    /** A passkey, which verified its user: as good as a password and a second factor. */
    PASSKEY("passkey"),
    /** A device on which the second factor was proved not long ago. */
    REMEMBERED("remembered");

    private final String code;

    FactorKind(String code) {
        this.code = code;
    }

    /** The kind of a second factor. */
    public static FactorKind of(FactorMethod method) {
        return switch (method) {
            case TOTP -> TOTP;
            case RECOVERY -> RECOVERY;
            case PASSKEY -> PASSKEY;
        };
    }

    /** The stable code, as events have it. */
    public String code() {
        return code;
    }
}
