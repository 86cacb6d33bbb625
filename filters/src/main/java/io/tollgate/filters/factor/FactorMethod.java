package io.tollgate.filters.factor;

/** A kind of second factor. */
public enum FactorMethod {
    /** A code of an app on a telephone that changes every half minute (RFC 6238). */
    TOTP("totp"),
    /** A key of a device or a browser that checks its user (WebAuthn). */
    PASSKEY("passkey"),
    /** One of some codes that were given out for when nothing else is at hand; each is good once. */
    RECOVERY("recovery");

    private final String word;

    FactorMethod(String word) {
        this.word = word;
    }

    /** As events, commands and programs name it. */
    public String word() {
        return word;
    }
}
