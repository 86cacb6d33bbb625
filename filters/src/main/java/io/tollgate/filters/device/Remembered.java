package io.tollgate.filters.device;

import java.time.Duration;
import java.time.Instant;

/**
 * That a second factor was proved on a device whose user does not want to be asked there again for a while. Immutable.
 *
 * @param at when it was proved: the time that a device is remembered counts from there, and nothing prolongs it
 * @param host where, in lower case: on another host of the same gateway it counts for nothing
 */
public record Remembered(Instant at, String host) {
    /** By how much a clock may have been set back: what seems to come from further ahead counts for nothing. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    /**
     * Whether nobody is to be asked there.
     *
     * @param allowed for how long that may be; zero: not at all
     */
    public boolean isGood(Instant now, Duration allowed, String asked) {
        return host.equals(asked) && isWithin(now, allowed);
    }

    /** The same wherever it is. */
    public boolean isWithin(Instant now, Duration allowed) {
        return now.isBefore(until(allowed)) && !at.isAfter(now.plus(AHEAD));
    }

    /** When it is over. */
    public Instant until(Duration allowed) {
        return at.plus(allowed);
    }
}
