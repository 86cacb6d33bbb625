package io.tollgate.filters.session;

import java.time.Instant;

/**
 * A login that is neither expired nor ended. Identity is the object: there is one for each live session. Safe for use by
 * any thread; what changes is volatile and written by {@code Sessions} alone.
 */
public final class Session {
    /** Where a session is in its life. */
    public enum State {
        /** Somebody is there. */
        LIVE,
        /** It waits for its own user's password. */
        LOCKED,
        /** Over, for good. */
        ENDED
    }

    private final String id;
    private final String userId;
    private final String host;
    private final Instant openedAt;
    volatile State state;
    volatile long lastActiveNanos;
    volatile long lockedAtNanos;

    Session(
            String id,
            String userId,
            String host,
            Instant openedAt,
            State state,
            long lastActiveNanos,
            long lockedAtNanos) {
        this.id = id;
        this.userId = userId;
        this.host = host;
        this.openedAt = openedAt;
        this.state = state;
        this.lastActiveNanos = lastActiveNanos;
        this.lockedAtNanos = lockedAtNanos;
    }

    /** What names it in lists and the audit trail: random, not the token and of no use to a thief. */
    public String id() {
        return id;
    }

    /** Whose it is. */
    public String userId() {
        return userId;
    }

    /** The host it was opened on, lower case, without port: it counts nowhere else. */
    public String host() {
        return host;
    }

    /** When its user logged in; the absolute life runs from here, over every unlock. */
    public Instant openedAt() {
        return openedAt;
    }

    /** Where it is in its life now. */
    public State state() {
        return state;
    }

    /** When somebody was last there, on the monotonic clock of this process. */
    public long lastActiveNanos() {
        return lastActiveNanos;
    }
}
