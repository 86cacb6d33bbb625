package io.tollgate.filters.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Events of strangers, counted per name, network, app and minute, so that nobody outside can buy disk writes. Safe for use
 * by any thread; nobody waits for anybody, and no event is lost where two minutes meet.
 *
 * <p>Bounded: past about {@code most} different ones in a minute, the rest of each type and reason are counted together.
 */
final class StrangerEvents {
    private final int most;
    private final AtomicReference<Minute> current = new AtomicReference<>(new Minute(Instant.EPOCH));

    StrangerEvents(int most) {
        this.most = most;
    }

    /** Counted events of one minute that is over. */
    record Counted(AuditEvent event, long count, Instant minute) {}

    /** What is counted in one minute. Each number is taken by one thread, and grows no more after that. */
    private static final class Minute {
        private static final long TAKEN = -1;

        private final Instant start;
        private final Map<AuditEvent, AtomicLong> counts = new ConcurrentHashMap<>();
        private final AtomicInteger kinds = new AtomicInteger();
        private volatile boolean isOver;

        Minute(Instant start) {
            this.start = start;
        }

        boolean hasRoomFor(AuditEvent event, int most) {
            return kinds.get() < most || counts.containsKey(event);
        }

        /** Counts events of a kind. What it gives back is still to be counted, in a minute that is not over. */
        long add(AuditEvent event, long more) {
            AtomicLong known = counts.get(event);
            AtomicLong count = known != null
                    ? known
                    : counts.computeIfAbsent(
                            event,
                            first -> { // Which takes a lock.
                                kinds.incrementAndGet();
                                return new AtomicLong();
                            });
            long before = count.get();
            while (before != TAKEN && !count.compareAndSet(before, before + more)) {
                before = count.get();
            }
            if (before == TAKEN) {
                return more;
            }
            // Whoever takes all numbers may have passed this one before it was there.
            return isOver ? Math.max(0, count.getAndSet(TAKEN)) : 0;
        }

        /** All that was counted. */
        List<Counted> take() {
            isOver = true;
            List<Counted> taken = new ArrayList<>(counts.size());
            counts.forEach((event, count) -> {
                long number = count.getAndSet(TAKEN);
                if (number > 0) {
                    taken.add(new Counted(event, number, start));
                }
            });
            return taken;
        }
    }

    /** Counts an event; gives back what the minutes before came to if this is the first of a new one. */
    List<Counted> count(AuditEvent event, Instant now) {
        List<Counted> over = over(now);
        AuditEvent kind = withoutReference(event);
        long left = 1;
        while (left > 0) {
            Minute minute = current();
            kind = minute.hasRoomFor(kind, most) ? kind : withoutOrigin(kind);
            left = minute.add(kind, left);
        }
        return over;
    }

    /** What was counted in minutes that are over; empties them. */
    List<Counted> over(Instant now) {
        Minute before = current();
        Instant start = now.truncatedTo(ChronoUnit.MINUTES);
        return start.equals(before.start) ? List.of() : end(before, start);
    }

    /** All that was counted, the minute under way included; empties it. For the end. */
    List<Counted> all() {
        Minute last = current();
        return end(last, last.start);
    }

    private Minute current() {
        return Objects.requireNonNull(current.get());
    }

    /** Only who ends a minute gets its numbers. */
    private List<Counted> end(Minute minute, Instant next) {
        return current.compareAndSet(minute, new Minute(next)) ? minute.take() : List.of();
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
        if (event instanceof AuditEvent.FactorFailed failed) {
            return new AuditEvent.FactorFailed(context, failed.reason());
        }
        if (event instanceof AuditEvent.LoginUnclear unclear) {
            return new AuditEvent.LoginUnclear(context, unclear.reason());
        }
        if (event instanceof AuditEvent.Refused refused) {
            return new AuditEvent.Refused(context, refused.reason(), null, keepsPlace ? refused.method() : "*", "/**");
        }
        if (event instanceof AuditEvent.Attacked attacked) {
            // One name from many networks has no network of its own.
            boolean isTold = keepsPlace || !context.equals(AuditEvent.Context.NONE);
            return new AuditEvent.Attacked(
                    context, attacked.reason(), isTold ? attacked.different() : 0, isTold ? attacked.attempts() : 0);
        }
        return event;
    }
}
