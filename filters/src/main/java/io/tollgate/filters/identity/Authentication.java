package io.tollgate.filters.identity;

import java.time.Duration;

/** What became of an attempt to prove who one is. */
public sealed interface Authentication {
    /** It is this user, as the account is now. */
    record Accepted(User user) implements Authentication {}

    /**
     * No. To the outside all of these are one: the same status, page and time.
     *
     * @param reason login.unknown, login.password, login.locked or login.disabled: for the audit trail, never the page
     */
    record Refused(String reason) implements Authentication {}

    /** The network has failed too often; nothing was compared. 429. */
    record TooMany(Duration retryAfter) implements Authentication {}

    /** The hashing pool is full; nothing was compared or counted. 503. */
    record Busy(Duration retryAfter) implements Authentication {}
}
