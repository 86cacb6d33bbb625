package io.tollgate.filters.session;

import io.tollgate.filters.identity.User;

/** Who is calling, as established for one exchange. */
public sealed interface Caller {
    /** No token, an unknown one, two of them, or one of a session that is over. */
    enum Nobody implements Caller {
        NOBODY
    }

    /** A live session and its user as they are now. */
    record Known(Session session, User user) implements Caller {}

    /** A session that waits for its own user's password: nobody to an app, somebody to the lock page. */
    record Locked(Session session, User user) implements Caller {}
}
