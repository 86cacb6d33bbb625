package io.tollgate.config;

import java.time.Duration;

/**
 * What failed logins cost.
 *
 * @param after consecutive failures of one user from one network that lock it for {@code first}
 * @param first doubled by each further failure
 * @param longest what doubling stops at
 * @param untilAdminAfter failures that lock that user from that network until an administrator unlocks
 * @param perNetwork failures that one network may make, whoever it tries to be
 */
public record LockoutConfig(int after, Duration first, Duration longest, int untilAdminAfter, Rate perNetwork) {

    public static final Range<Integer> AFTER = Range.of(1, 100);
    public static final Range<Duration> FIRST = Range.of(Duration.ofSeconds(1), Duration.ofDays(30));
    public static final Range<Duration> LONGEST = Range.of(Duration.ofSeconds(1), Duration.ofDays(30));
    public static final Range<Integer> UNTIL_ADMIN_AFTER = Range.of(1, 100_000);

    public static final LockoutConfig DEFAULT = new LockoutConfig(
            5, Duration.ofSeconds(30), Duration.ofMinutes(15), 20, new Rate(30, Duration.ofMinutes(1)));

    public LockoutConfig {
        AFTER.require("lockout.after", after);
        FIRST.require("lockout.first", first);
        LONGEST.require("lockout.longest", longest);
        UNTIL_ADMIN_AFTER.require("lockout.until-admin-after", untilAdminAfter);
        if (first.compareTo(longest) > 0) {
            throw new IllegalArgumentException("lockout.first is more than lockout.longest");
        }
    }
}
