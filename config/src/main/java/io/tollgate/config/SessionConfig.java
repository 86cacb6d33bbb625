package io.tollgate.config;

import java.time.Duration;

/**
 * How long a session lasts.
 *
 * @param idle nobody there for this long: the session locks
 * @param warn how long before that a person is warned; below {@code idle}
 * @param lockFor how long a locked session waits for its own user's password before it ends
 * @param absolute how long after its login a session ends in any case
 */
public record SessionConfig(Duration idle, Duration warn, Duration lockFor, Duration absolute) {

    public static final Range<Duration> IDLE = Range.of(Duration.ofSeconds(1), Duration.ofHours(24));
    /** What an operator may write; a warning that was left out is half of a short {@code idle} and may be less. */
    public static final Range<Duration> WARN = Range.of(Duration.ofSeconds(1), Duration.ofHours(24));

    public static final Range<Duration> LOCK_FOR = Range.of(Duration.ofSeconds(1), Duration.ofHours(24));
    public static final Range<Duration> ABSOLUTE = Range.of(Duration.ofMinutes(1), Duration.ofHours(24));

    public static final SessionConfig DEFAULT = new SessionConfig(
            Duration.ofMinutes(10), Duration.ofSeconds(60), Duration.ofMinutes(60), Duration.ofHours(10));

    public SessionConfig {
        IDLE.require("session.idle", idle);
        LOCK_FOR.require("session.lock-for", lockFor);
        ABSOLUTE.require("session.absolute", absolute);
        if (warn.isZero() || warn.isNegative() || warn.compareTo(idle) >= 0) {
            throw new IllegalArgumentException("session.warn is " + warn + ", not between zero and idle");
        }
    }

    /** The stricter of the two in every figure: what holds on a host whose apps differ. */
    public SessionConfig strictest(SessionConfig other) {
        Duration shorter = least(idle, other.idle);
        Duration warning = least(warn, other.warn);
        return new SessionConfig(
                shorter,
                warning.compareTo(shorter) < 0 ? warning : shorter.dividedBy(2),
                least(lockFor, other.lockFor),
                least(absolute, other.absolute));
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
