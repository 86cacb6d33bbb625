package io.tollgate.filters.session;

/** Is told when a session locks or ends, after that was committed. Called on any thread; must not block or throw. */
@FunctionalInterface
public interface SessionListener {
    /** The session is no longer what its open exchanges were judged by. */
    void changed(Session session);
}
