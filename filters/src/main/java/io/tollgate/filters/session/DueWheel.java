package io.tollgate.filters.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When each session is to be looked at again: a ring of seconds with a chain of sessions in each, so that a look at those
 * that are due costs nothing for those that are not. Confined to the sweep: what others have to say comes by {@link Sessions}.
 */
final class DueWheel {
    private static final int SLOTS = 128;
    private static final long SLOT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final @Nullable Session[] heads = new Session[SLOTS];
    private final long originNanos;
    private long slot;

    DueWheel(long nowNanos) {
        originNanos = nowNanos;
    }

    /** Puts a session, wherever it stood, to be seen at this time, or earlier where that is beyond the ring. */
    void place(Session session, long dueNanos) {
        remove(session);
        long wanted = slotOf(dueNanos);
        long kept = Math.max(slot, Math.min(wanted, slot + SLOTS - 1));
        session.dueNanos = kept == wanted ? dueNanos : originNanos + kept * SLOT_NANOS;
        int index = (int) (kept % SLOTS);
        Session head = heads[index];
        session.dueBefore = null;
        session.dueAfter = head;
        if (head != null) {
            head.dueBefore = session;
        }
        heads[index] = session;
    }

    /** Takes a session out, wherever it stands; one that stands nowhere is left alone. */
    private void remove(Session session) {
        Session before = session.dueBefore;
        Session after = session.dueAfter;
        int index = (int) (slotOf(session.dueNanos) % SLOTS);
        if (before != null) {
            before.dueAfter = after;
        } else if (heads[index] == session) {
            heads[index] = after;
        }
        if (after != null) {
            after.dueBefore = before;
        }
        session.dueBefore = null;
        session.dueAfter = null;
    }

    /** Takes out every session that is due by now. */
    List<Session> due(long nowNanos) {
        List<Session> due = new ArrayList<>();
        long until = slotOf(nowNanos);
        for (long at = slot; at <= until && at < slot + SLOTS; at++) {
            Session next = heads[(int) (at % SLOTS)];
            while (next != null) {
                Session session = next;
                next = session.dueAfter;
                if (session.dueNanos - nowNanos <= 0) {
                    remove(session);
                    due.add(session);
                }
            }
        }
        slot = Math.max(slot, until);
        return due;
    }

    private long slotOf(long nanos) {
        return Math.max(0, nanos - originNanos) / SLOT_NANOS;
    }
}
