package io.tollgate.filters.applogin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.session.Session;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered, in memory only, of the logins of apps: over reloads, but not over a restart. Safe for use by any thread.
 */
public final class AppLogins {
    private final Fingerprints fingerprints;
    private final SharedAttempts attempts;
    private final Ticker ticker;
    private final AtomicLong toldNanos;
    /** The credentials that a session's own user sent, as the app took them. */
    private final Cache<Session, byte[]> taken = Caffeine.newBuilder()
            .weakKeys()
            .maximumSize(1_000_000)
            .executor(Runnable::run)
            .build();

    public AppLogins(SecureRandom random, Ticker ticker) {
        this.fingerprints = new Fingerprints(random);
        this.attempts = new SharedAttempts(ticker);
        this.ticker = ticker;
        this.toldNanos = new AtomicLong(ticker.read());
    }

    /** Whether the log may say once more that an app's answers can't be told: strangers could fill it. */
    boolean mayTell() {
        long now = ticker.read();
        long before = toldNanos.get();
        return now - before >= 0 && toldNanos.compareAndSet(before, now + TimeUnit.MINUTES.toNanos(1));
    }

    SharedAttempts attempts() {
        return attempts;
    }

    ByteBuffer fingerprint(String... parts) {
        return fingerprints.of(parts);
    }

    /** Whether the app has taken these very credentials in this session. */
    boolean isTaken(Session session, HeaderFields fields, int authorization) {
        byte[] known = taken.getIfPresent(session);
        return known != null && MessageDigest.isEqual(known, hash(fields, authorization));
    }

    /** The app took the credentials of this request in this session. */
    void taken(Session session, HeaderFields fields) {
        int at = fields.find("authorization", 0);
        if (at >= 0) {
            taken.put(session, hash(fields, at));
        }
    }

    /** The app takes them no more. */
    void notTaken(@Nullable Session session) {
        if (session != null) {
            taken.invalidate(session);
        }
    }

    private byte[] hash(HeaderFields fields, int at) {
        return fingerprints.of(fields.bytes(), fields.valueStart(at), fields.valueEnd(at));
    }
}
