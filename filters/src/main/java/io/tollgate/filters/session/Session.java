package io.tollgate.filters.session;

import io.tollgate.filters.identity.Acting;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.identity.Users;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A login that is neither expired nor ended. Identity is the object: there is one for each live session. Safe for use by
 * any thread; what changes is volatile and written by {@code Sessions} alone.
 *
 * <p>There may be a million of them, so each field is paid for: with its tokens and its places in the tables a session
 * takes about 340 bytes (measured over a million of them).
 */
public final class Session {
    /** Where a session is in its life. */
    public enum State {
        /** Somebody is there. */
        LIVE,
        /** It waits for its own user's password. */
        LOCKED,
        /** Its user has proved one factor, and the second is due: in memory only, and not for long. */
        PENDING,
        /** Over, for good. */
        ENDED
    }

    private final String id;
    private final String userId;
    private final Users.Account account;
    private final String host;
    private final @Nullable String device;
    private final long openedAtMillis;
    /** When it was opened, on the monotonic clock of this process: a wall clock that is set back does not prolong it. */
    final long openedNanos;

    volatile State state;
    volatile long lastActiveNanos;
    volatile long lockedAtNanos;
    volatile @Nullable SessionEnd end;
    /** The name of the tenant that its user chose to act for; null for none. */
    volatile @Nullable String tenant;
    /** For whom its user acts, kept for as long as it holds; null where there are no tenants, or nobody asked. */
    volatile @Nullable Acting acting;
    /** What the last request of its user was told, kept so that the next need not make another. */
    volatile Caller.@Nullable Known known;

    /**
     * The hash of the token that names it, in its own fields as it is compared with at each request. Written with the
     * session's monitor held while it stands in no table, and read without: half of one and half of another is nobody's.
     */
    private long tokenFirst;

    private long tokenSecond;
    private long tokenThird;
    private long tokenFourth;

    /** The token before, for the requests under way: written with the session's monitor held, and read without. */
    volatile @Nullable TokenHash previousToken;

    volatile long previousUntilNanos;
    /** When its user last proved all that they have, as {@link Freshness} counts; 0 for never. In memory only. */
    volatile int provenSeconds;
    /** With the session's monitor held: a new token is on its way to the disk. */
    boolean isRenewed;

    /** Of the sweep alone: what the disk knows, and where the session stands in its wheel. */
    long writtenNanos;

    long dueNanos;

    @Nullable
    Session dueBefore;

    @Nullable
    Session dueAfter;

    /** A session that was read or is about to be written; times are on this process's monotonic clock. */
    Session(
            SessionRow row,
            TokenHash token,
            String userId,
            Users.Account account,
            String host,
            @Nullable String device,
            long openedNanos,
            long nowNanos) {
        this.id = row.id();
        this.userId = userId;
        this.account = account;
        this.host = host;
        this.device = device;
        this.tenant = row.tenant();
        this.openedAtMillis = row.openedAt().toEpochMilli();
        this.openedNanos = openedNanos;
        named(token);
        this.state = row.state();
        this.lastActiveNanos = nowNanos - row.idleNanos();
        this.lockedAtNanos = nowNanos - row.lockedNanos();
        this.writtenNanos = nowNanos;
    }

    /** From now on this is its token. With the session's monitor held. */
    void named(TokenHash token) {
        tokenFirst = token.first();
        tokenSecond = token.second();
        tokenThird = token.third();
        tokenFourth = token.fourth();
    }

    /** Whether this is its token now. */
    boolean isNamedBy(TokenHash token) {
        return token.is(tokenFirst, tokenSecond, tokenThird, tokenFourth);
    }

    /** Its token now. */
    TokenHash token() {
        return TokenHash.of(tokenFirst, tokenSecond, tokenThird, tokenFourth);
    }

    /** What names it in lists and the audit trail: random, not the token and of no use to a thief. */
    public String id() {
        return id;
    }

    /** Whose it is. */
    public String userId() {
        return userId;
    }

    /** Its user as they are now; null once they are gone. */
    @Nullable
    User user() {
        return account.now();
    }

    /** The host it was opened on, lower case, without port: it counts nowhere else. */
    public String host() {
        return host;
    }

    /** What a person recognises it by, such as {@code Firefox on Windows}; null where nothing is known. */
    public @Nullable String device() {
        return device;
    }

    /** The name of the tenant that its user chose to act for, where there is a choice; null for none. */
    public @Nullable String tenant() {
        return tenant;
    }

    /** The name of the tenant that its user acted for when it was last asked for; null for none. */
    public @Nullable String actsFor() {
        Acting as = acting;
        return as == null || as.tenant() == null ? null : as.tenant().name();
    }

    /** When its user logged in; the absolute life runs from here, over every unlock. */
    public Instant openedAt() {
        return Instant.ofEpochMilli(openedAtMillis);
    }

    long openedAtMillis() {
        return openedAtMillis;
    }

    /** Where it is in its life now. */
    public State state() {
        return state;
    }

    /** Why it is over; null while it is not. */
    public @Nullable SessionEnd end() {
        return end;
    }

    /** When somebody was last there, on the monotonic clock of this process. */
    public long lastActiveNanos() {
        return lastActiveNanos;
    }

    /** The caller that it makes while it lives: the one that the last request was told, for as long as that holds. */
    @SuppressWarnings("ReferenceEquality") // any other object may say something else of the user
    Caller.Known knownAs(User user, @Nullable Acting as) {
        Caller.Known last = known;
        if (last == null || last.user() != user || last.acting() != as) {
            last = new Caller.Known(this, user, as);
            known = last;
        }
        return last;
    }

    /** The public id only. */
    @Override
    public String toString() {
        return "Session[" + id + ", " + state + "]";
    }
}
