package io.tollgate.filters.session;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long ago the user of a session proved all that they have. In memory only: after a restart nobody has, lately. Immutable.
 *
 * <p>Whole seconds since the process began, which fit into four bytes of a session; rounded so that nothing seems fresher
 * than it is.
 */
record Freshness(long originNanos) {
    /** From now on its user has just done so. */
    void mark(Session session, long nowNanos) {
        session.provenSeconds = 1 + (int) TimeUnit.NANOSECONDS.toSeconds(Math.max(0, nowNanos - originNanos));
    }

    /** Whether its user did so no longer ago than that. */
    boolean is(Session session, Duration within, long nowNanos) {
        int proven = session.provenSeconds;
        return proven != 0 && nowNanos - originNanos - TimeUnit.SECONDS.toNanos(proven - 1L) <= within.toNanos();
    }
}
