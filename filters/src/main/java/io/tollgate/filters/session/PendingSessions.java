package io.tollgate.filters.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sessions whose users have proved one factor and not the second. Safe for use by any thread. A few for each user, and
 * only for so long: whoever has the password alone takes no room from anybody, and nobody's login is in their way.
 */
final class PendingSessions {
    /** How long a second factor may be due. */
    static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);

    private static final int MOST_A_USER = 5;

    private final Map<TokenHash, Session> byToken = new ConcurrentHashMap<>();
    private final Map<String, List<Session>> byUser = new ConcurrentHashMap<>();
    /** Those on devices from which their users have logged in before. */
    private final Set<Session> known = ConcurrentHashMap.newKeySet();

    /** The session that waits under this token; null where none does. Makes no garbage. */
    @Nullable
    Session find(TokenHash token) {
        return byToken.get(token);
    }

    /**
     * Adds a session; the one of its user's to go where there are too many with it, which the caller ends. It is the oldest on a
     * device that is not known, so that a stranger who has the password pushes out no login of its owner's.
     *
     * @param isKnown whether its user has logged in from there before
     */
    @Nullable
    Session add(Session session, boolean isKnown) {
        if (isKnown) {
            known.add(session);
        }
        byToken.put(session.token(), session);
        List<Session> all = byUser.merge(session.userId(), List.of(session), SessionTable::joined);
        if (all.size() <= MOST_A_USER) {
            return null;
        }
        return all.stream().filter(each -> !known.contains(each)).findFirst().orElse(all.get(0));
    }

    /** Takes a session out, before its token is another. */
    void remove(Session session) {
        byToken.remove(session.token(), session);
        known.remove(session);
        byUser.computeIfPresent(session.userId(), (user, sessions) -> SessionTable.without(sessions, session));
    }

    /** Those of one user, the oldest first. */
    List<Session> of(String userId) {
        return byUser.getOrDefault(userId, List.of());
    }

    /** Every one there is, as of about now. */
    List<Session> list() {
        List<Session> all = new ArrayList<>();
        byUser.values().forEach(all::addAll);
        return all;
    }
}
