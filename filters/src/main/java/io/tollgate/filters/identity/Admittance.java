package io.tollgate.filters.identity;

import java.time.Duration;

/** Whether an app may be asked who somebody is. */
public sealed interface Admittance {
    /** It may, and what it says has to be told to the attempt. */
    record Admitted(AppAttempt attempt) implements Admittance {}

    /**
     * No, whatever the password. To the outside all of these are one.
     *
     * @param reason login.locked, login.disabled or login.spelling: for the audit trail, never the page
     */
    record Refused(String reason) implements Admittance {}

    /** The network has failed too often. 429. */
    record TooMany(Duration retryAfter) implements Admittance {}
}
