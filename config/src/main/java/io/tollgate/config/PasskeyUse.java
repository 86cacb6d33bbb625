package io.tollgate.config;

/** What passkeys (WebAuthn) are good for; from strict to lax. */
public enum PasskeyUse {
    /** There are none. */
    OFF("off"),
    /** They are a second factor beside the password. */
    BESIDE("beside"),
    /** They also stand for name and password together. */
    ALONE("alone");

    private final String word;

    PasskeyUse(String word) {
        this.word = word;
    }

    /** As operators write it. */
    public String word() {
        return word;
    }
}
