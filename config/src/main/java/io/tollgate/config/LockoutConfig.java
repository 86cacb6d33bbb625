package io.tollgate.config;

import java.time.Duration;

/**
 * What failed logins cost.
 *
 * @param after consecutive failures of one user from one network, or on one known device, that lock it for {@code first}
 * @param first doubled by each further failure
 * @param longest what doubling stops at
 * @param untilAdminAfter failures that lock that user from that network until an administrator unlocks; a known device is
 *     never locked like that but counts as an unknown one from then on
 * @param perNetwork failures that one network may make, whoever it tries to be
 * @param unknownDevices what failures of one user from all unknown devices together cost
 * @param perUser passwords that may be compared for one user from all unknown devices together
 */
public record LockoutConfig(
        int after,
        Duration first,
        Duration longest,
        int untilAdminAfter,
        Rate perNetwork,
        UnknownDevices unknownDevices,
        Rate perUser) {

    public static final Range<Integer> AFTER = Range.of(1, 100);
    public static final Range<Duration> FIRST = Range.of(Duration.ofSeconds(1), Duration.ofDays(30));
    public static final Range<Duration> LONGEST = Range.of(Duration.ofSeconds(1), Duration.ofDays(30));
    public static final Range<Integer> UNTIL_ADMIN_AFTER = Range.of(1, 100_000);

    public static final LockoutConfig DEFAULT = new LockoutConfig(
            5,
            Duration.ofSeconds(30),
            Duration.ofMinutes(15),
            20,
            new Rate(30, Duration.ofMinutes(1)),
            UnknownDevices.DEFAULT,
            new Rate(100, Duration.ofDays(1)));

    public LockoutConfig {
        AFTER.require("lockout.after", after);
        FIRST.require("lockout.first", first);
        LONGEST.require("lockout.longest", longest);
        UNTIL_ADMIN_AFTER.require("lockout.until-admin-after", untilAdminAfter);
        if (first.compareTo(longest) > 0) {
            throw new IllegalArgumentException("lockout.first is more than lockout.longest");
        }
    }

    /** The stricter of the two in every figure: what holds for a user of several tenants. Networks are nobody's. */
    public LockoutConfig strictest(LockoutConfig other) {
        return new LockoutConfig(
                Math.min(after, other.after),
                longer(first, other.first),
                longer(longest, other.longest),
                Math.min(untilAdminAfter, other.untilAdminAfter),
                perNetwork,
                unknownDevices.strictest(other.unknownDevices),
                fewer(perUser, other.perUser));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Rate fewer(Rate one, Rate other) {
        return one.count() * other.per().toMillis() <= other.count() * one.per().toMillis() ? one : other;
    }

    /**
     * What failures of one user cost on all devices together from which that user has not logged in before, declared
     * networks aside.
     *
     * @param after each so many failures lock
     * @param lock for how long
     * @param untilAdminAfter consecutive failures that lock until an administrator unlocks; 0 for never
     */
    public record UnknownDevices(int after, Duration lock, int untilAdminAfter) {
        public static final Range<Integer> AFTER = Range.of(1, 100_000);
        public static final Range<Duration> LOCK = Range.of(Duration.ofSeconds(1), Duration.ofDays(30));

        public static final UnknownDevices DEFAULT = new UnknownDevices(10, Duration.ofMinutes(30), 0);

        public UnknownDevices {
            AFTER.require("lockout.unknown-devices.after", after);
            LOCK.require("lockout.unknown-devices.for", lock);
            if (untilAdminAfter != 0) {
                UNTIL_ADMIN_AFTER.require("lockout.unknown-devices.until-admin-after", untilAdminAfter);
            }
        }

        /** The stricter of the two in every figure. */
        public UnknownDevices strictest(UnknownDevices other) {
            boolean isNever = untilAdminAfter == 0 || other.untilAdminAfter == 0;
            return new UnknownDevices(
                    Math.min(after, other.after),
                    longer(lock, other.lock),
                    isNever
                            ? Math.max(untilAdminAfter, other.untilAdminAfter)
                            : Math.min(untilAdminAfter, other.untilAdminAfter));
        }
    }
}
