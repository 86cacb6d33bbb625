package io.tollgate.filters.audit;

import io.tollgate.filters.audit.AuditEvent.Administered;
import io.tollgate.filters.audit.AuditEvent.Attacked;
import io.tollgate.filters.audit.AuditEvent.FactorChanged;
import io.tollgate.filters.audit.AuditEvent.FactorLocked;
import io.tollgate.filters.audit.AuditEvent.LockedOut;
import io.tollgate.filters.audit.AuditEvent.LoginChallenged;
import io.tollgate.filters.audit.AuditEvent.LoginSucceeded;
import io.tollgate.filters.audit.AuditEvent.PasskeyChanged;
import io.tollgate.filters.audit.AuditEvent.Refused;
import io.tollgate.filters.audit.AuditEvent.SessionChanged;
import io.tollgate.filters.audit.AuditEvent.TenantChosen;
import java.time.Instant;

/** How an event is written: version 1 of the line, everything but its MAC. Stateless. */
final class LineFormat {
    private static final int VERSION = 1;

    private LineFormat() {}

    /** Where a line stands in its chain. */
    record Place(String node, String chain, long sequence, String key, String previousMac) {}

    /** The unclosed JSON object of an event; {@code count} above 1 means that it stands for as many. */
    static String unclosed(Place place, Instant time, AuditEvent event, long count) {
        AuditEvent.Context context = event.context();
        JsonLine line = new JsonLine()
                .put("v", VERSION)
                .put("node", place.node())
                .put("chain", place.chain())
                .put("seq", place.sequence())
                .put("time", time.toString())
                .put("type", event.type())
                .put("reason", event.reason())
                .put("user", context.userId())
                .put("name", context.userName())
                .put("network", context.network())
                .put("app", context.app())
                .put("ref", context.reference())
                .put("tenant", context.tenant());
        putOwn(line, event);
        if (count > 1) {
            line.put("count", count);
        }
        return line.put("key", place.key()).put("prev", place.previousMac()).open();
    }

    private static void putOwn(JsonLine line, AuditEvent event) {
        if (event instanceof LoginSucceeded login) {
            line.put("session", login.session()).put("how", login.how());
        } else if (event instanceof LoginChallenged challenged) {
            line.put("session", challenged.session()).put("how", challenged.how());
        } else if (event instanceof TenantChosen chosen) {
            line.put("session", chosen.session());
        } else if (event instanceof SessionChanged changed) {
            line.put("session", changed.session());
        } else if (event instanceof PasskeyChanged changed) {
            line.put("passkey", changed.passkey());
        } else if (event instanceof LockedOut lockedOut) {
            if (lockedOut.failures() > 0) {
                line.put("failures", lockedOut.failures());
            }
            if (lockedOut.seconds() > 0) {
                line.put("seconds", lockedOut.seconds());
            }
        } else if (event instanceof FactorLocked locked) {
            line.put("failures", locked.failures());
            if (locked.seconds() > 0) {
                line.put("seconds", locked.seconds());
            }
        } else if (event instanceof FactorChanged changed) {
            line.put("detail", changed.detail());
        } else if (event instanceof Attacked attacked) {
            line.put("different", attacked.different()).put("attempts", attacked.attempts());
        } else if (event instanceof Refused refused) {
            line.put("rule", refused.rule()).put("method", refused.method()).put("path", refused.template());
        } else if (event instanceof Administered administered) {
            line.put("actor", administered.actor()).put("detail", administered.detail());
        }
    }
}
