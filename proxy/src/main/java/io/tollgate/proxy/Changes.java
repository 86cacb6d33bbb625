package io.tollgate.proxy;

import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.SessionListener;

/** Passes changes of sessions on to whoever holds open exchanges, once somebody does. Safe for use by any thread. */
final class Changes implements SessionListener {
    private volatile SessionListener listener = session -> {};
    private volatile SessionListener always = session -> {};

    /** Tells this one too, whoever else is told. */
    void also(SessionListener other) {
        always = other;
    }

    void listen(SessionListener next) {
        listener = next;
    }

    @Override
    public void changed(Session session) {
        always.changed(session);
        listener.changed(session);
    }

    @Override
    public void actsForAnother(Session session) {
        always.actsForAnother(session);
        listener.actsForAnother(session);
    }
}
