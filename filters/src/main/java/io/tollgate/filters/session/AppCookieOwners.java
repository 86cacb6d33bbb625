package io.tollgate.filters.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tollgate.filters.handover.Inbox;
import io.tollgate.filters.http.CookieSpelling;
import io.tollgate.filters.scratch.ScratchPool;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owners of app cookies, in memory and, behind it, on disk. Safe for use by any thread.
 *
 * <p>A value is kept as a keyed hash: some of these applications count their sessions up. Nobody but a user with a live
 * session adds one, and there are never more than {@code most}: beyond that the least used are forgotten.
 */
public final class AppCookieOwners implements AppCookies {
    private static final Logger LOG = LoggerFactory.getLogger(AppCookieOwners.class);
    /** How long a value that nobody brings is remembered: longer than any of these applications keeps a session. */
    private static final Duration KEPT = Duration.ofDays(90);
    /** How exactly it is written when a value was last seen. */
    private static final long PRECISION_MILLIS = Duration.ofDays(1).toMillis();

    private final AppCookieJournal journal;
    private final InstantSource clock;
    private final byte[] key;
    private final int most;
    private final Cache<TokenHash, Owner> owners;
    private final ScratchPool<MessageDigest> digests = new ScratchPool<>(TokenDigest::sha256);
    private final Inbox<AppCookieRow> unwritten;
    private final AtomicLong trimmedMillis = new AtomicLong(Long.MIN_VALUE / 2);

    /** Whose a value is; {@code seenMillis} is as exact as it is written. */
    private static final class Owner {
        private final String userId;
        private volatile long seenMillis;

        Owner(String userId, long seenMillis) {
            this.userId = userId;
            this.seenMillis = seenMillis;
        }
    }

    /**
     * Owners as the journal kept them. Blocks; for the start only.
     *
     * @param key what values are hashed under, at least 16 bytes: the same over restarts, or everything is forgotten
     * @param most values at the most
     */
    public AppCookieOwners(AppCookieJournal journal, InstantSource clock, byte[] key, int most) {
        if (key.length < 16) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes protects nothing");
        }
        this.journal = journal;
        this.clock = clock;
        this.key = key.clone();
        this.most = most;
        this.unwritten = new Inbox<>(most);
        Executor here = Runnable::run;
        this.owners = Caffeine.newBuilder().maximumSize(most).executor(here).build();
        for (AppCookieRow row : journal.load()) {
            owners.put(
                    TokenHash.of(row.valueHash()),
                    new Owner(row.userId(), row.seenAt().toEpochMilli()));
        }
    }

    @Override
    public boolean mayForward(String app, String name, String value, @Nullable String userId) {
        TokenHash hash = hash(app, name, value);
        Owner owner = owners.getIfPresent(hash);
        if (owner == null) {
            return userId == null || bind(app, name, hash, userId);
        }
        return userId != null && isOf(owner, userId, app, name, hash);
    }

    @Override
    public void issued(String app, String name, String value, @Nullable String userId) {
        if (userId != null) {
            mayForward(app, name, value, userId);
        }
    }

    /** Nobody's so far: it becomes this user's, unless somebody else was faster. */
    private boolean bind(String app, String name, TokenHash hash, String userId) {
        ConcurrentMap<TokenHash, Owner> map = owners.asMap();
        Owner first = map.putIfAbsent(hash, new Owner(userId, clock.millis()));
        if (first != null) {
            return first.userId.equals(userId);
        }
        write(List.of(row(app, name, hash, userId)));
        return true;
    }

    private boolean isOf(Owner owner, String userId, String app, String name, TokenHash hash) {
        if (!owner.userId.equals(userId)) {
            return false;
        }
        long now = clock.millis();
        if (now - owner.seenMillis >= PRECISION_MILLIS) {
            owner.seenMillis = now;
            write(List.of(row(app, name, hash, userId)));
        }
        return true;
    }

    private AppCookieRow row(String app, String name, TokenHash hash, String userId) {
        return new AppCookieRow(app, name, hash.bytes(), userId, Instant.ofEpochMilli(clock.millis()));
    }

    private void write(List<AppCookieRow> rows) {
        Attempt.of("owners of app cookies", () -> journal.bound(rows)).whenComplete((nothing, failure) -> {
            if (failure != null) {
                LOG.warn("appcookie.journal: {} owners of app cookies not written; tried again", rows.size(), failure);
                rows.forEach(unwritten::offer);
            }
        });
    }

    /** Writes what was refused before, and once a day forgets what nobody brings any more. To be called every second. */
    public void sweep() {
        List<AppCookieRow> again = new ArrayList<>();
        unwritten.poll(again, most);
        if (!again.isEmpty()) {
            write(again);
        }
        long now = clock.millis();
        if (now - trimmedMillis.get() >= PRECISION_MILLIS) {
            trimmedMillis.set(now);
            Instant before = Instant.ofEpochMilli(now).minus(KEPT);
            owners.asMap().values().removeIf(owner -> owner.seenMillis < before.toEpochMilli());
            Attempt.of("fewer app cookies", () -> journal.trimmed(before, most));
        }
    }

    /** How many values have an owner. */
    public long count() {
        owners.cleanUp();
        return owners.estimatedSize();
    }

    private TokenHash hash(String app, String name, String value) {
        MessageDigest sha256 = digests.take();
        try {
            sha256.update(key);
            part(sha256, app);
            part(sha256, CookieSpelling.name(name).toLowerCase(Locale.ROOT)); // some platforms read any case
            sha256.update(CookieSpelling.value(value).getBytes(StandardCharsets.UTF_8));
            return TokenHash.of(sha256.digest());
        } finally {
            sha256.reset(); // or it would keep the value until the next one
            digests.giveBack(sha256);
        }
    }

    /** Ends with a zero, which stands in none of them: no two pairs run together into the same bytes. */
    private static void part(MessageDigest sha256, String text) {
        sha256.update(text.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
    }
}
