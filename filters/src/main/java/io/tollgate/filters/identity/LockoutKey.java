package io.tollgate.filters.identity;

import java.util.Objects;

/**
 * What consecutive failures are counted on. Immutable.
 *
 * @param subject the user's id, or {@code ?} and a keyed hash of a name that nobody has
 * @param network where the attempts come from
 */
public record LockoutKey(String subject, String network) {
    public LockoutKey {
        Objects.requireNonNull(subject);
        Objects.requireNonNull(network);
    }

    /** Whether the subject is an account, rather than the hash of a name that nobody has. */
    public boolean isKnown() {
        return !subject.startsWith("?");
    }
}
