package io.tollgate.filters.identity;

import io.tollgate.config.LockoutConfig;
import java.time.Duration;

/**
 * When consecutive failures lock, and for how long. Immutable.
 *
 * @param after failures that lock for {@code first}
 * @param first doubled by each further failure where {@code isDoubling}; else it comes again with each further {@code after}
 * @param longest what doubling stops at
 * @param untilAdminAfter failures that lock until an administrator unlocks; 0 for never
 */
record LockRule(int after, Duration first, Duration longest, int untilAdminAfter, boolean isDoubling) {

    /** From a network that nobody declared. */
    static LockRule onNetwork(LockoutConfig config) {
        return new LockRule(config.after(), config.first(), config.longest(), config.untilAdminAfter(), true);
    }

    /**
     * From a declared network: not until an administrator unlocks, so that one machine there locks out nobody for good; but
     * where unknown devices are to be locked like that after so many (NIST SP 800-63B-4 section 3.2.2), these are, too.
     */
    static LockRule onDeclared(LockoutConfig config, int factor) {
        int untilAdminAfter = config.unknownDevices().untilAdminAfter();
        return new LockRule(config.after() * factor, config.first(), config.longest(), untilAdminAfter, true);
    }

    /** On a known device: never until an administrator unlocks. */
    static LockRule onDevice(LockoutConfig config) {
        return new LockRule(config.after(), config.first(), config.longest(), 0, true);
    }

    /** On all unknown devices together. */
    static LockRule onUnknownDevices(LockoutConfig config) {
        LockoutConfig.UnknownDevices all = config.unknownDevices();
        return new LockRule(all.after(), all.lock(), all.lock(), all.untilAdminAfter(), false);
    }

    /** Whether so many failures lock until an administrator unlocks. */
    boolean isForGood(int failures) {
        return untilAdminAfter > 0 && failures >= untilAdminAfter;
    }

    /** How long so many failures lock; zero for not at all. */
    Duration lock(int failures) {
        int doublings = failures - after;
        if (doublings < 0) {
            return Duration.ZERO;
        }
        if (!isDoubling) {
            return failures % after == 0 ? first : Duration.ZERO;
        }
        Duration lock = first;
        for (int i = 0; i < doublings && lock.compareTo(longest) < 0; i++) {
            lock = lock.multipliedBy(2); // ends at once above `longest`, which is bounded: no overflow
        }
        return lock.compareTo(longest) > 0 ? longest : lock;
    }
}
