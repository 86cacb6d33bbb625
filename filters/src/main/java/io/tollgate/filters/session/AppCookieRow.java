package io.tollgate.filters.session;

import java.time.Instant;

/**
 * Whose an app's own session cookie is. Holds no value, only its hash.
 *
 * @param valueHash SHA-256 of the value, 32 bytes; not copied, not to be written to
 * @param userId in whose session the value was first seen; stays when the account is gone
 * @param seenAt when it was last seen, to the precision the keeper chooses
 */
@SuppressWarnings("ArrayRecordComponent") // never compared by equals
public record AppCookieRow(String app, String cookie, byte[] valueHash, String userId, Instant seenAt) {
    public AppCookieRow {
        if (valueHash.length != 32) {
            throw new IllegalArgumentException("not a SHA-256 hash");
        }
    }

    /** Never the hash. */
    @Override
    public String toString() {
        return "AppCookieRow[" + app + ", " + cookie + ", " + userId + "]";
    }
}
