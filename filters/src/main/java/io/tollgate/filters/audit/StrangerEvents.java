package io.tollgate.filters.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Events of strangers, counted per name, network, app and minute, so that nobody outside can buy disk writes. Safe for use
 * by any thread.
 *
 * <p>Bounded: past {@code most} different ones in a minute, the rest of each type and reason are counted together.
 */
final class StrangerEvents {
    private final int most;
    private final Map<Key, Long> counts = new HashMap<>();
    private Instant minute = Instant.EPOCH;

    StrangerEvents(int most) {
        this.most = most;
    }

    /** Counted events of one minute that is over. */
    record Counted(AuditEvent event, long count, Instant minute) {}

    private record Key(AuditEvent event) {}

    /** Counts an event; gives back what the minutes before came to if this is the first of a new one. */
    synchronized List<Counted> count(AuditEvent event, Instant now) {
        List<Counted> over = over(now);
        AuditEvent plain = withoutReference(event);
        Key key = new Key(plain);
        if (counts.size() >= most && !counts.containsKey(key)) {
            key = new Key(withoutOrigin(plain));
        }
        counts.merge(key, 1L, Long::sum);
        return over;
    }

    /** What was counted in minutes that are over; empties them. */
    synchronized List<Counted> over(Instant now) {
        Instant current = now.truncatedTo(ChronoUnit.MINUTES);
        if (current.equals(minute)) {
            return List.of();
        }
        List<Counted> over = all();
        minute = current;
        return over;
    }

    /** All that was counted, the minute under way included; empties it. For the end. */
    synchronized List<Counted> all() {
        List<Counted> all = new ArrayList<>(counts.size());
        counts.forEach((key, count) -> all.add(new Counted(key.event(), count, minute)));
        counts.clear();
        return all;
    }

    private static AuditEvent withoutReference(AuditEvent event) {
        AuditEvent.Context c = event.context();
        return withContext(
                event,
                new AuditEvent.Context(c.userId(), c.userName(), c.network(), c.app(), null),
                c.network() != null);
    }

    private static AuditEvent withoutOrigin(AuditEvent event) {
        return withContext(event, AuditEvent.Context.NONE, false);
    }

    private static AuditEvent withContext(AuditEvent event, AuditEvent.Context context, boolean keepsPlace) {
        if (event instanceof AuditEvent.LoginFailed failed) {
            return new AuditEvent.LoginFailed(context, failed.reason());
        }
        if (event instanceof AuditEvent.Refused refused) {
            return new AuditEvent.Refused(context, refused.reason(), null, keepsPlace ? refused.method() : "*", "/**");
        }
        return event;
    }
}
