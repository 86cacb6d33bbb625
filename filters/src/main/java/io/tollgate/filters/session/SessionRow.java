package io.tollgate.filters.session;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session as it is kept. Holds no token, only its hash. The time the gateway is down counts neither as idle nor as
 * locked, so both are kept as durations so far.
 *
 * @param id the session's public id
 * @param tokenHash SHA-256 of the token, 32 bytes; not copied, not to be written to
 * @param state LIVE or LOCKED
 * @param idleNanos for how long nobody had been there when the row was written
 * @param lockedNanos for how long it had been locked then; 0 while it lives
 * @param device what a person recognises their session by; null where nothing is known
 * @param tenant the name of the tenant that its user chose to act for; null for none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by id only, and never by equals
public record SessionRow(
        String id,
        byte[] tokenHash,
        String userId,
        String host,
        Instant openedAt,
        Session.State state,
        long idleNanos,
        long lockedNanos,
        @Nullable String device,
        @Nullable String tenant) {
    /** A session in which nobody chose a tenant. */
    public SessionRow(
            String id,
            byte[] tokenHash,
            String userId,
            String host,
            Instant openedAt,
            Session.State state,
            long idleNanos,
            long lockedNanos,
            @Nullable String device) {
        this(id, tokenHash, userId, host, openedAt, state, idleNanos, lockedNanos, device, null);
    }

    public SessionRow {
        Objects.requireNonNull(id);
        if (tokenHash.length != 32) {
            throw new IllegalArgumentException("not a SHA-256 hash");
        }
        if (state == Session.State.ENDED || state == Session.State.PENDING) {
            throw new IllegalArgumentException("a session that is over, or not begun, is not kept");
        }
    }

    /** Never the hash. */
    @Override
    public String toString() {
        return "SessionRow[" + id + ", " + userId + ", " + host + ", " + state + "]";
    }
}
