package io.tollgate.filters.session;

/** Is told when a session changes, after that was committed. Called on any thread; must not block or throw. */
@FunctionalInterface
public interface SessionListener {
    /** The session locked or ended: it is no longer what its open exchanges were judged by. */
    void changed(Session session);

    /** Its user acts for another tenant from now on: its open exchanges are to be judged again. */
    default void actsForAnother(Session session) {}
}
