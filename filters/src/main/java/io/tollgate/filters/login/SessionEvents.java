package io.tollgate.filters.login;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.identity.Users;
import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.SessionEnd;
import io.tollgate.filters.session.SessionListener;

/** Puts it in the audit trail when a session locks or ends. Nothing waits for it: the session is locked or over anyway. */
public final class SessionEvents implements SessionListener {
    private final AuditTrail audit;
    private final Users users;

    public SessionEvents(AuditTrail audit, Users users) {
        this.audit = audit;
        this.users = users;
    }

    @Override
    public void changed(Session session) {
        User user = users.byId(session.userId());
        AuditEvent.Context context =
                new AuditEvent.Context(session.userId(), user == null ? null : user.name(), null, null, null);
        SessionEnd end = session.end();
        audit.append(
                end == null
                        ? new AuditEvent.SessionChanged(context, "session.locked", "session.idle", session.id())
                        : new AuditEvent.SessionChanged(context, "session.ended", end.code(), session.id()));
    }
}
