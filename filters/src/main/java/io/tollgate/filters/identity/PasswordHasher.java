package io.tollgate.filters.identity;

import org.jspecify.annotations.Nullable;

/**
 * Makes and compares password hashes, slowly on purpose. Safe for use by any thread; every call but {@link #dummy} costs
 * the same time and memory, so it belongs on the {@link HashPool}. Passwords are never changed or kept.
 */
public interface PasswordHasher {
    /** A new hash with a salt of its own. */
    PasswordHash hash(char[] password);

    /** Whether the hash was made of this password. Throws where the hash can't be read. */
    boolean matches(PasswordHash hash, char[] password);

    /** Whether a new hash of the same password would be harder to guess from. */
    default boolean isOutdated(PasswordHash hash) {
        return false;
    }

    /** A hash that nobody knows a password for, and that costs what comparing with this one costs; null: what a new one does. */
    default PasswordHash dummy(@Nullable PasswordHash like) {
        return dummy();
    }

    /** A hash that nobody knows a password for, and that costs what a new one costs. */
    PasswordHash dummy();
}
