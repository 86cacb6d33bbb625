package io.tollgate.filters.session;

import io.tollgate.filters.scratch.ScratchPool;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Every session by its tokens and by its user. Safe for use by any thread; a lookup takes no lock and makes no garbage. */
final class SessionTable {
    private final TokenIndex byToken = new TokenIndex();
    /** By the tokens before an unlock, for the seconds that they are still good. */
    private final ConcurrentHashMap<TokenHash, Session> byPrevious = new ConcurrentHashMap<>();

    private final PendingSessions pending = new PendingSessions();
    private final ConcurrentHashMap<String, List<Session>> byUser = new ConcurrentHashMap<>();
    private final ScratchPool<TokenDigest> digests = new ScratchPool<>(TokenDigest::new);

    /** The session that a token names now; null where it names none. */
    @Nullable
    Session find(byte[] bytes, int start, int end, long nowNanos) {
        TokenDigest digest = digests.take();
        try {
            TokenHash hash = digest.hash(bytes, start, end);
            if (hash == null) {
                return null;
            }
            Session session = byToken.find(hash);
            if (session != null) {
                return session;
            }
            VarHandle.fullFence(); // Who saw that a token was replaced sees where the one before stands.
            session = byPrevious(hash, nowNanos);
            return session == null ? pending.find(hash) : session;
        } finally {
            digests.giveBack(digest);
        }
    }

    private @Nullable Session byPrevious(TokenHash hash, long nowNanos) {
        Session session = byPrevious.get(hash);
        return session != null && hash.equals(session.previousToken) && nowNanos - session.previousUntilNanos < 0
                ? session
                : null;
    }

    TokenHash hash(String token) {
        TokenDigest digest = digests.take();
        try {
            byte[] bytes = token.getBytes(StandardCharsets.ISO_8859_1);
            TokenHash hash = digest.hash(bytes, 0, bytes.length);
            if (hash == null) {
                throw new IllegalArgumentException("not a token");
            }
            return hash.copy();
        } finally {
            digests.giveBack(digest);
        }
    }

    void add(Session session) {
        byToken.add(session, session.token());
        byUser.merge(session.userId(), List.of(session), SessionTable::joined);
    }

    /** Lets another token name it; the one before stays good until then. With the session's monitor held. */
    void replace(Session session, TokenHash token, long previousUntilNanos) {
        forgetPrevious(session);
        TokenHash previous = session.token();
        session.previousUntilNanos = previousUntilNanos;
        session.previousToken = previous;
        byPrevious.put(previous, session);
        // From here the one before is found as such, so that no request under way meets a gap.
        VarHandle.fullFence();
        byToken.remove(session, previous);
        session.named(token);
        byToken.add(session, token);
    }

    /** With the session's monitor held. */
    void forgetPrevious(Session session) {
        TokenHash previous = session.previousToken;
        if (previous != null) {
            session.previousToken = null;
            byPrevious.remove(previous, session);
        }
    }

    /** With the session's monitor held. */
    void remove(Session session) {
        forgetPrevious(session);
        byToken.remove(session, session.token());
        byUser.computeIfPresent(session.userId(), (user, sessions) -> without(sessions, session));
    }

    /** Those that wait for a second factor: found by their tokens, and in no list. */
    PendingSessions pending() {
        return pending;
    }

    List<Session> of(String userId) {
        return byUser.getOrDefault(userId, List.of());
    }

    void forEach(Consumer<Session> action) {
        for (List<Session> sessions : byUser.values()) {
            sessions.forEach(action);
        }
    }

    static List<Session> joined(Collection<Session> some, Collection<Session> more) {
        List<Session> all = new ArrayList<>(some.size() + more.size());
        all.addAll(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    static @Nullable List<Session> without(List<Session> sessions, Session gone) {
        List<Session> left = sessions.stream().filter(each -> each != gone).toList();
        return left.isEmpty() ? null : List.copyOf(left);
    }
}
