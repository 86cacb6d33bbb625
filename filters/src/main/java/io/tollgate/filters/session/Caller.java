package io.tollgate.filters.session;

import io.tollgate.filters.identity.Acting;
import io.tollgate.filters.identity.User;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is calling, as established for one exchange. */
public sealed interface Caller {
    /** No token, an unknown one, two of them, or one of a session that is over. */
    enum Nobody implements Caller {
        NOBODY
    }

    /**
     * A live session and its user as they are now.
     *
     * @param acting for whom they act; null where there are no tenants
     */
    record Known(Session session, User user, @Nullable Acting acting) implements Caller {
        /** Where there are no tenants. */
        public Known(Session session, User user) {
            this(session, user, null);
        }

        /** The names of roles that count for this exchange, as rules have them. */
        public Set<String> roles() {
            Acting as = acting;
            return as == null ? user.roles() : as.roles();
        }

        /** The name of the tenant that they act for; null for none. */
        public @Nullable String tenant() {
            Acting as = acting;
            return as == null || as.tenant() == null ? null : as.tenant().name();
        }

        /** Why they may do nothing here, whatever their roles; null where the rules decide. */
        public @Nullable String objection() {
            Acting as = acting;
            return as == null ? null : as.objection();
        }

        /** Whose an app's own cookies are that come with this exchange; null for nobody's. */
        public @Nullable String cookieOwner() {
            Acting as = acting;
            return as == null ? user.id() : as.owner();
        }
    }

    /** A session that waits for its own user's password: nobody to an app, somebody to the lock page. */
    record Locked(Session session, User user) implements Caller {}

    /** A session whose user has still to prove a second factor: nobody to an app, somebody to the pages that ask for it. */
    record Pending(Session session, User user) implements Caller {}
}
