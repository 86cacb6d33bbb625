package io.tollgate.filters.session;

import io.tollgate.config.SessionConfig;
import io.tollgate.filters.identity.Acting;
import io.tollgate.filters.identity.Tenants;
import io.tollgate.filters.identity.User;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says for whom the users of sessions act, by the tenants that there are now. Safe for use by any thread.
 *
 * @param tenants asked anew each time: a reload changes them
 */
record ActingRule(Supplier<Tenants> tenants) {
    /**
     * For whom a session's user acts: as it was kept with the session for as long as that holds, and made anew otherwise.
     * Threads that meet here make the same.
     *
     * @param host what counts for sessions on its host
     * @return null where there are no tenants
     */
    @Nullable
    Acting of(Session session, User user, SessionConfig host) {
        Tenants now = tenants.get();
        Acting acting = session.acting;
        if (acting == null ? now.isNone() : acting.follows(now, user, host, session.tenant)) {
            return acting;
        }
        acting = now.acting(user, session.host(), session.tenant, host);
        session.acting = acting;
        return acting;
    }
}
