package io.tollgate.filters.kept;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.config.StepUpConfig;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.KeptBody;
import io.tollgate.filters.chain.KeptRequest;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.SessionListener;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Every request that waits for a fresh factor. Each is for one session, host, tenant and target, goes on once at the most, and
 * is deleted when it did, when its time is over or when its session ends; a lock leaves it. A few a session, and bounded in
 * number and bytes over all. They are in memory only: a restart leaves none. Safe for use by any thread; nothing here blocks
 * for longer than it takes to look into a table.
 */
public final class KeptRequests implements SessionListener {
    /** How many one session may have waiting. */
    public static final int MOST_OF_A_SESSION = 4;

    /** How many there may be. */
    public static final int MOST = 256;

    /** All bodies together may be so many times as large as the largest. */
    public static final int MOST_BODIES = 16;

    /** Wrong proofs that end an attempt. */
    public static final int MOST_WRONG = 5;

    private final Ticker ticker;
    private final KeptIds ids;
    private final Map<String, Waiting> waiting = new HashMap<>();
    private final Map<Session, Integer> reserved = new HashMap<>();
    /** Forgotten with the session. */
    private final Map<Session, Integer> wrongs = new WeakHashMap<>();

    private int count;
    private long bytes;
    private volatile boolean wasUsed;

    /** None so far. */
    public KeptRequests(Ticker ticker, SecureRandom random) {
        this.ticker = ticker;
        this.ids = new KeptIds(random);
    }

    /** One that waits. */
    private record Waiting(
            KeptRequest request,
            Session session,
            String host,
            @Nullable String tenant,
            Room room,
            long untilNanos) {}

    /** What is said of one that waits to whoever confirms it. */
    public record Seen(String method, String target, long length) {}

    /** Whether anything was ever kept: as long as nothing was, nobody can ask for it. */
    public boolean wasUsed() {
        return wasUsed;
    }

    /**
     * Makes room for a request of somebody; null where there is none, or nothing is to be kept.
     *
     * @param declared the body's length; -1 where it is not known
     */
    public @Nullable Room reserve(Caller.Known known, long declared, long mostOfApp, StepUpConfig config) {
        long most = Math.min(config.keep(), mostOfApp);
        if (most <= 0 || declared > most) {
            return null;
        }
        long length = declared < 0 ? most : declared;
        sweep();
        synchronized (this) {
            int own = reserved.getOrDefault(known.session(), 0);
            boolean isFull = own >= MOST_OF_A_SESSION
                    || count >= MOST
                    || bytes + length > MOST_BODIES * config.keep()
                    || known.session().state() == Session.State.ENDED;
            if (isFull) {
                return null;
            }
            wasUsed = true;
            reserved.put(known.session(), own + 1);
            count++;
            bytes += length;
            return new Room(known, most, length, config.keepFor().toNanos());
        }
    }

    /** Room for one request, until it is given up or what took it is gone. Safe for use by any thread. */
    public final class Room {
        private final Caller.Known known;
        private final long most;
        private final long keepNanos;
        private long length;
        private boolean isFree;

        private Room(Caller.Known known, long most, long length, long keepNanos) {
            this.known = known;
            this.most = most;
            this.length = length;
            this.keepNanos = keepNanos;
        }

        /** The most bytes its body may have. */
        public long most() {
            return most;
        }

        /** Nothing came of it. */
        public void free() {
            synchronized (KeptRequests.this) {
                if (!isFree) {
                    isFree = true;
                    count--;
                    bytes -= length;
                    reserved.computeIfPresent(known.session(), (session, own) -> own == 1 ? null : own - 1);
                }
            }
        }

        /** Takes the request in; what it waits under, or null where its session is over by now. */
        public @Nullable String take(Exchange exchange, KeptBody body) {
            KeptRequest request = new KeptRequest(withoutCookies(exchange.head()), body);
            String name = ids.next();
            synchronized (KeptRequests.this) {
                bytes += body.length() - length;
                length = body.length();
                if (known.session().state() != Session.State.ENDED) {
                    long until = ticker.read() + keepNanos;
                    String host = exchange.route().host();
                    waiting.put(name, new Waiting(request, known.session(), host, known.tenant(), this, until));
                    return name;
                }
            }
            free();
            body.delete();
            return null;
        }
    }

    /** A copy, which holds on to nothing else, and to no token. */
    private static RequestHead withoutCookies(RequestHead head) {
        HeaderFields fields = head.fields();
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            if (!fields.isNamed(i, "cookie")) {
                kept.add(fields.name(i));
                kept.add(fields.value(i));
            }
        }
        return new RequestHead(
                head.method(), head.target(), head.minorVersion(), HeaderFields.of(kept.toArray(String[]::new)));
    }

    /** What waits under this for this person here; null where nothing does, or not for them. */
    public @Nullable Seen find(@Nullable String id, Caller.Known known, String host) {
        synchronized (this) {
            Waiting found = id == null ? null : waiting.get(id);
            if (found == null || !isFor(found, known, host)) {
                return null;
            }
            RequestHead head = found.request().head();
            return new Seen(head.method(), head.target(), found.request().body().length());
        }
    }

    /**
     * Hands out what waits under this, once; null where nothing does for this person, host and target.
     *
     * @param method null where any goes on
     */
    public @Nullable KeptRequest take(
            String id, Caller.Known known, String host, String target, @Nullable String method) {
        Waiting found;
        synchronized (this) {
            found = waiting.get(id);
            boolean isMeant = found != null
                    && isFor(found, known, host)
                    && KeptCookie.asAsked(found.request().head().target()).equals(KeptCookie.asAsked(target))
                    && (method == null || method.equals(found.request().head().method()));
            if (found == null || !isMeant) {
                return null;
            }
            waiting.remove(id);
        }
        found.room().free();
        return found.request();
    }

    /** With the monitor held. */
    private boolean isFor(Waiting found, Caller.Known known, String host) {
        return found.session() == known.session()
                && found.session().userId().equals(known.user().id())
                && found.host().equals(host)
                && Objects.equals(found.tenant(), known.tenant())
                && found.untilNanos() - ticker.read() > 0;
    }

    /** A proof that nobody else counts was wrong: whether that was one too many, and the next is the first of another attempt. */
    public synchronized boolean isWrongTooOften(Session session) {
        boolean isOver = wrongs.merge(session, 1, Integer::sum) >= MOST_WRONG;
        if (isOver) {
            wrongs.remove(session);
        }
        return isOver;
    }

    /** A proof was right: wrong ones are counted anew. */
    public synchronized void proved(Session session) {
        wrongs.remove(session);
    }

    /** Lets go of all that this session has waiting. */
    public void drop(Session session) {
        remove(each -> each.session() == session);
    }

    /** Whoever locks comes back; whoever is gone is gone. */
    @Override
    public void changed(Session session) {
        if (wasUsed && session.state() == Session.State.ENDED) {
            drop(session);
        }
    }

    /** Lets go of what waited too long. */
    public void sweep() {
        if (wasUsed) {
            long now = ticker.read();
            remove(each -> each.untilNanos() - now <= 0);
        }
    }

    private void remove(Predicate<Waiting> isOver) {
        List<Waiting> gone = new ArrayList<>();
        synchronized (this) {
            for (Iterator<Waiting> all = waiting.values().iterator(); all.hasNext(); ) {
                Waiting each = all.next();
                if (isOver.test(each)) {
                    all.remove();
                    gone.add(each);
                }
            }
        }
        for (Waiting each : gone) {
            each.room().free();
            each.request().body().delete();
        }
    }

    /** How many wait or are about to. */
    public synchronized int count() {
        return count;
    }

    /** How many bytes they have, or may get. */
    public synchronized long bytes() {
        return bytes;
    }
}
