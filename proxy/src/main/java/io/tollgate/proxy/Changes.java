package io.tollgate.proxy;

import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.SessionListener;

/** Passes changes of sessions on to whoever holds open exchanges, once somebody does. Safe for use by any thread. */
final class Changes implements SessionListener {
    private volatile SessionListener listener = session -> {};

    void listen(SessionListener next) {
        listener = next;
    }

    @Override
    public void changed(Session session) {
        listener.changed(session);
    }

    @Override
    public void actsForAnother(Session session) {
        listener.actsForAnother(session);
    }
}
