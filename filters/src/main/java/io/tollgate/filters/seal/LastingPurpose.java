package io.tollgate.filters.seal;

/**
 * What a derived key is for whose work must outlive the sealing key: a rotation carries such a key over. A key that only
 * memory needs, or that seals values which a rotation seals anew, is none of these.
 */
public enum LastingPurpose {
    /** Chains the audit trail: each sealing key brings a new one, and every older one verifies what it closed. */
    AUDIT("audit"),
    /** Seals what browsers keep to be known again. */
    KNOWN_DEVICES("known-devices"),
    /** Hashes the apps' own session cookies. */
    APP_COOKIES("app-cookies"),
    /** Hashes names that nobody has. */
    UNKNOWN_NAMES("unknown-names");

    private final String label;

    LastingPurpose(String label) {
        this.label = label;
    }

    /** By which the key is derived, and under which it is carried. */
    public String label() {
        return label;
    }
}
