package io.tollgate.filters.identity;

import java.util.Objects;

/** An encoded password hash in PHC string format, such as {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. Immutable. */
public record PasswordHash(String encoded) {
    /** In place of the password of somebody who has none here: an app keeps it. No password fits it. */
    public static final PasswordHash NONE = new PasswordHash("!");

    public PasswordHash {
        Objects.requireNonNull(encoded);
    }

    /** The scheme only. */
    @Override
    public String toString() {
        int end = encoded.indexOf('$', 1);
        return "PasswordHash[" + (end > 0 ? encoded.substring(1, end) : "?") + "]";
    }
}
