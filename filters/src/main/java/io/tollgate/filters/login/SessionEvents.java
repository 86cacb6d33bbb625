package io.tollgate.filters.login;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.identity.Users;
import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.SessionEnd;
import io.tollgate.filters.session.SessionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts it in the audit trail when a session locks or ends. Nothing waits for it: the session is locked or over anyway. */
public final class SessionEvents implements SessionListener {
    private static final Logger LOG = LoggerFactory.getLogger(SessionEvents.class);

    private final AuditTrail audit;
    private final Users users;

    public SessionEvents(AuditTrail audit, Users users) {
        this.audit = audit;
        this.users = users;
    }

    @Override
    public void changed(Session session) {
        User user = users.byId(session.userId());
        AuditEvent.Context context = new AuditEvent.Context(
                session.userId(), user == null ? null : user.name(), null, null, null, session.actsFor());
        SessionEnd end = session.end();
        AuditEvent event = end == null
                ? new AuditEvent.SessionChanged(context, "session.locked", "session.idle", session.id())
                : new AuditEvent.SessionChanged(context, "session.ended", end.code(), session.id());
        audit.append(event).whenComplete((written, failure) -> {
            if (failure != null) {
                LOG.warn("audit.unavailable: {} of session {} was not recorded", event.type(), session.id(), failure);
            }
        });
    }
}
