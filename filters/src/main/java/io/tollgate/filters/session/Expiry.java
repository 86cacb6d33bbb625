package io.tollgate.filters.session;

import io.tollgate.config.SessionConfig;
import io.tollgate.filters.identity.User;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When the time of a session has come, by the policy that counts for it. Stateless. */
final class Expiry {
    private Expiry() {}

    /**
     * Why a session is over although nobody has said so yet; null where it is not.
     *
     * @param now on the monotonic clock
     * @param millis on the wall clock: the absolute life as people see it counts too
     */
    static @Nullable SessionEnd overdue(
            Session session, @Nullable User user, SessionConfig policy, long now, long millis) {
        if (user == null || !user.isEnabled()) {
            return SessionEnd.USER;
        }
        Duration absolute = policy.absolute();
        if (now - session.openedNanos >= absolute.toNanos()
                || millis - session.openedAtMillis() >= absolute.toMillis()) {
            return SessionEnd.ABSOLUTE;
        }
        if (session.state() == Session.State.PENDING && now - session.openedNanos >= PendingSessions.LONGEST_NANOS) {
            return SessionEnd.UNPROVEN;
        }
        long locked = policy.lockFor().toNanos();
        if (session.state() == Session.State.LOCKED && now - session.lockedAtNanos >= locked) {
            return SessionEnd.LOCKED;
        }
        if (session.state() == Session.State.LIVE
                && now - session.lastActiveNanos >= policy.idle().toNanos() + locked) {
            return SessionEnd.LOCKED; // nobody looked at it in all that time
        }
        return null;
    }

    /** Whether nobody was there for so long that a live session locks. */
    static boolean isIdle(Session session, SessionConfig policy, long now) {
        return session.state() == Session.State.LIVE
                && now - session.lastActiveNanos >= policy.idle().toNanos();
    }
}
