package io.tollgate.filters.session;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.config.SessionConfig;
import io.tollgate.filters.identity.Acting;
import io.tollgate.filters.identity.Tenants;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.identity.Users;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every session there is. Memory is authoritative: a request asks nothing else, so a store in trouble logs nobody out.
 * Safe for use by any thread; nothing here blocks but {@link #restore}.
 *
 * <p>A session is opened, unlocked and ended by request only once its journal has that on disk. What must hold whatever
 * the journal says (idle, too old, a user who is gone) holds at once, and the journal is told until it agrees.
 */
public final class Sessions {
    /** How long the token before an unlock is good for the requests under way. */
    static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final SessionJournal journal;
    private final SessionBacklog backlog;
    private final Users users;
    private final SessionListener listener;
    private final ActingRule acting;
    private final InstantSource clock;
    private final Ticker ticker;
    private final SessionTable table = new SessionTable();
    private final Opening opening;
    private final Renewal renewal;
    private final Freshness freshness;
    private final Ends ends;
    /** To be looked at by the next sweep, whatever the wheel says: whoever opens or unlocks waits for no sweep. */
    private final Queue<Session> unplaced = new ConcurrentLinkedQueue<>();

    private final DueWheel wheel;
    private final AtomicInteger count = new AtomicInteger();

    /**
     * No session yet; see {@link #restore}.
     *
     * @param listener told of every lock and end, once it holds
     * @param clock for the absolute life as people see it
     * @param ticker the monotonic clock for everything else
     */
    public Sessions(
            SessionJournal journal,
            Users users,
            SessionListener listener,
            InstantSource clock,
            Ticker ticker,
            SecureRandom random) {
        this(journal, users, listener, () -> Tenants.NONE, clock, ticker, random);
    }

    /** The same where users may act for tenants, asked anew each time: a reload changes them. */
    public Sessions(
            SessionJournal journal,
            Users users,
            SessionListener listener,
            Supplier<Tenants> tenants,
            InstantSource clock,
            Ticker ticker,
            SecureRandom random) {
        this.journal = journal;
        this.backlog = new SessionBacklog(journal);
        this.users = users;
        this.listener = listener;
        this.acting = new ActingRule(tenants);
        this.clock = clock;
        this.ticker = ticker;
        this.wheel = new DueWheel(ticker.read());
        this.opening = new Opening(table, users, clock, ticker, random);
        this.ends = new Ends(table, backlog, listener, ticker, count);
        this.freshness = new Freshness(ticker.read());
        this.renewal =
                new Renewal(journal, backlog, table, freshness, ticker, random, unplaced::add, this::add, ends::expire);
    }

    /** Takes over what the journal kept. The time the gateway was down is not idle, but a login has grown older by it. */
    public void restore() {
        opening.restored(journal.load()).forEach(this::add);
    }

    /** Opens a session that needs no evidence. */
    public CompletionStage<Issued> open(User user, String host, @Nullable String device) {
        return open(user, host, device, session -> CompletableFuture.completedStage(null));
    }

    /**
     * Opens a session for a user who has just proved who they are.
     *
     * @param device what they will recognise it by, few in number; null for nothing
     * @param evidence what has to be on disk about the session before the session is: a crash between them leaves evidence of
     *     a session that is none, and never a session without evidence
     * @return done when it is on disk and the token good; failed, and nothing opened, where evidence or journal refused
     */
    public CompletionStage<Issued> open(
            User user, String host, @Nullable String device, Function<Session, CompletionStage<?>> evidence) {
        Opening.Made made = opening.made(user, host, device);
        Session session = made.session();
        return evidence.apply(session)
                .thenCompose(proved -> Attempt.of("a login", () -> journal.opened(made.row()))
                        .whenComplete((written, failure) -> {
                            if (failure != null) {
                                ends.neverWas(session);
                            }
                        }))
                .thenApply(written -> {
                    add(session);
                    return new Issued(session, made.token());
                });
    }

    /**
     * Opens a session for a user who has proved one factor and has still to prove the second: {@link Caller.Pending}, for 10
     * minutes at the most, in memory only and in no list. Five of them a user; then the oldest ends, strangers' devices first.
     *
     * @param isKnown whether its user has logged in from this device before
     * @param evidence what has to be on disk first
     * @return done when the token is good; failed, and nothing opened, where the evidence was refused
     */
    public CompletionStage<Issued> openPending(
            User user,
            String host,
            @Nullable String device,
            boolean isKnown,
            Function<Session, CompletionStage<?>> evidence) {
        Opening.Made made = opening.made(user, host, device);
        Session session = made.session();
        session.state = Session.State.PENDING;
        return evidence.apply(session).thenApply(proved -> {
            Session oldest = table.pending().add(session, isKnown);
            if (oldest != null) {
                ends.expire(oldest, SessionEnd.UNPROVEN);
            }
            return new Issued(session, made.token());
        });
    }

    /**
     * The second factor of a session that waited for it was proved: it lives from now on, by a new token alone, and is fresh.
     *
     * @param evidence what has to be on disk before the session is, as for {@link #open}
     * @return null where it is no longer pending, or is being proved by another request; failed where the evidence was
     *     refused, and it still waits, or the journal refused, and it is over
     */
    public CompletionStage<@Nullable Issued> prove(Session session, Function<Session, CompletionStage<?>> evidence) {
        return renewal.prove(session, evidence);
    }

    private void add(Session session) {
        count.incrementAndGet();
        table.add(session);
        unplaced.add(session);
    }

    /**
     * Who brings this token to this host, as everything is now. Nobody where the token names no session, or one of another
     * host, or one that is over by now. Allocates nothing, once a session was asked for.
     *
     * @param bytes hold the token, as it came, from {@code start} to {@code end}
     * @param isActivity whether it counts as somebody being there: then idle is counted from now, where the session lives
     */
    public Caller find(byte[] bytes, int start, int end, String host, SessionConfig policy, boolean isActivity) {
        long now = ticker.read();
        Session session = table.find(bytes, start, end, now);
        if (session == null || !session.host().equals(host)) {
            return Caller.Nobody.NOBODY;
        }
        User user = session.user();
        Acting as = user == null ? null : acting.of(session, user, policy);
        settle(session, user, as == null ? policy : as.session(), now);
        Caller caller = user == null ? Caller.Nobody.NOBODY : caller(session, user, as);
        if (isActivity && caller instanceof Caller.Known) {
            session.lastActiveNanos = now;
        }
        return caller;
    }

    /**
     * The caller that this session makes as everything is now, without that being activity; null where it does not live,
     * or its user may not log in.
     *
     * @param policy what counts on its host
     */
    public Caller.@Nullable Known now(Session session, SessionConfig policy) {
        User user = session.user();
        return user == null || !user.isEnabled() || session.state() != Session.State.LIVE
                ? null
                : session.knownAs(user, acting.of(session, user, policy));
    }

    /**
     * The caller that a session would make if it lived, for the evidence of a login that is about to be one; null where its
     * user may not log in, or it is over.
     */
    public Caller.@Nullable Known prospect(Session session, SessionConfig policy) {
        User user = session.user();
        return user == null || !user.isEnabled() || session.state() == Session.State.ENDED
                ? null
                : new Caller.Known(session, user, acting.of(session, user, policy));
    }

    /** What counts for a session: what its host says, or what its user's tenants say where that is stricter. */
    SessionConfig policy(Session session, SessionConfig host) {
        User user = session.user();
        Acting as = user == null ? null : acting.of(session, user, host);
        return as == null ? host : as.session();
    }

    /** From now on its user acts for this tenant, where that is theirs to choose; done when it is on disk and holds. */
    public CompletionStage<Void> choose(Session session, String tenant) {
        return Attempt.of("a choice of tenant", () -> journal.chosen(session.id(), tenant))
                .thenRun(() -> {
                    session.tenant = tenant;
                    listener.actsForAnother(session);
                });
    }

    /** Locks or ends a session whose time has come. */
    void settle(Session session, SessionConfig host, long now) {
        settle(session, session.user(), policy(session, host), now);
    }

    private void settle(Session session, @Nullable User user, SessionConfig policy, long now) {
        SessionEnd end = Expiry.overdue(session, user, policy, now, clock.millis());
        if (end != null) {
            ends.expire(session, end);
        } else if (Expiry.isIdle(session, policy, now)) {
            ends.lock(session, session.lastActiveNanos + policy.idle().toNanos());
        }
    }

    private static Caller caller(Session session, User user, @Nullable Acting acting) {
        return switch (session.state()) {
            case LIVE -> session.knownAs(user, acting);
            case LOCKED -> new Caller.Locked(session, user);
            case PENDING -> new Caller.Pending(session, user);
            case ENDED -> Caller.Nobody.NOBODY;
        };
    }

    /**
     * Locks a live session, at once and whatever the journal says.
     *
     * @return done when that is on disk too; the journal is told again where it refused
     */
    public CompletionStage<Void> lock(Session session) {
        return ends.lock(session, ticker.read());
    }

    /**
     * Unlocks a session whose own user has proved who they are, and replaces its token; the one before is good for
     * 10 s more, for the requests under way.
     *
     * @return done when that is on disk and holds; null where there is nothing to unlock: it lives, is over, or is being
     *     unlocked by another request; failed, and still locked, where the journal refused
     */
    public CompletionStage<@Nullable Issued> unlock(Session session) {
        return renewal.unlock(session);
    }

    /**
     * The user of a live session has proved once more all that they have: it is fresh from now on, and its token replaced;
     * the one before is good for 10 s more.
     *
     * @return as of {@link #unlock}
     */
    public CompletionStage<@Nullable Issued> stepUp(Session session) {
        return renewal.stepUp(session);
    }

    /** From now on the user of this session has just proved all that they have. */
    public void fresh(Session session) {
        freshness.mark(session, ticker.read());
    }

    /** Whether its user has proved all that they have no longer ago than that. */
    public boolean isFresh(Session session, Duration within) {
        return session.state() == Session.State.LIVE && freshness.is(session, within, ticker.read());
    }

    /**
     * Ends a session.
     *
     * @return done when that is on disk and holds; where the journal refused, it holds all the same, the journal is told
     *     again later, and the stage fails: until then a restart would bring the session back
     */
    public CompletionStage<Void> end(Session session, SessionEnd why) {
        return ends.end(session, why);
    }

    /** Ends every session of a user but one. */
    public CompletionStage<Void> endAllOf(String userId, @Nullable Session except, SessionEnd why) {
        return ends.endAllOf(userId, except, why);
    }

    /** Ends those of a user that wait for a second factor; they are on no disk. */
    public void endPendingOf(String userId, SessionEnd why) {
        ends.expirePendingOf(userId, why);
    }

    /** An account changed: sessions of one that is disabled or gone end now. Fits {@code UserListener}. */
    public void userChanged(String userId) {
        User user = users.byId(userId);
        if (user == null || !user.isEnabled()) {
            ends.expireAllOf(userId);
        }
    }

    /**
     * Sessions to be looked at by now, some of them perhaps over already; each stands nowhere until it is placed again. For
     * one thread at a time.
     */
    List<Session> due(long now) {
        for (Session session = unplaced.poll(); session != null; session = unplaced.poll()) {
            wheel.place(session, now);
        }
        return wheel.due(now);
    }

    /** Says when a session that was due is to be looked at next. For one thread at a time. */
    void placeAgain(Session session, long now, long dueNanos) {
        synchronized (session) {
            if (now - session.previousUntilNanos >= 0) {
                table.forgetPrevious(session);
            }
        }
        wheel.place(session, dueNanos);
    }

    /** Ends those whose second factor was due for too long. */
    void expirePending(long now) {
        ends.expirePending(now);
    }

    /** Tells the journal what it refused before. */
    void retry(long now) {
        backlog.retry(now);
    }

    SessionJournal journal() {
        return journal;
    }

    /** Every session of a user that is not over, in no order. */
    public List<Session> of(String userId) {
        return table.of(userId);
    }

    /** Every session that is not over, as of about now, in no order. */
    public List<Session> list() {
        List<Session> all = new ArrayList<>(count());
        table.forEach(all::add);
        return all;
    }

    /** How many sessions are not over. */
    public int count() {
        return count.get();
    }

    /** How long nobody has been there. */
    public long idleNanos(Session session) {
        return Math.max(0, ticker.read() - session.lastActiveNanos);
    }
}
