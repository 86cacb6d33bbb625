package io.tollgate.filters.session;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.identity.Users;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes sessions that stand in no table yet: of a login, and of what was kept. Safe for use by any thread. */
record Opening(SessionTable table, Users users, InstantSource clock, Ticker ticker, SecureRandom random) {
    private static final int ID_BYTES = 16;

    /** A session with the token that names it and what is to be kept of it. */
    record Made(Session session, String token, SessionRow row) {}

    /** That of a login now. */
    Made made(User user, String host, @Nullable String device) {
        String token = TokenDigest.random(random);
        TokenHash hash = table.hash(token);
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        SessionRow row = new SessionRow(
                Base64.getUrlEncoder().withoutPadding().encodeToString(id),
                hash.bytes(),
                user.id(),
                host,
                Instant.ofEpochMilli(clock.millis()),
                Session.State.LIVE,
                0,
                0,
                device);
        long now = ticker.read();
        Session session = new Session(row, hash, user.id(), users.account(user.id()), host, device, now, now);
        return new Made(session, token, row);
    }

    /** Those that were kept. The time the gateway was down is not idle, but a login has grown older by it. */
    List<Session> restored(List<SessionRow> rows) {
        long nowNanos = ticker.read();
        Instant now = clock.instant();
        for (SessionRow row : rows) { // a wall clock that was set back behind a login is not believed
            now = now.isBefore(row.openedAt()) ? row.openedAt() : now;
        }
        List<Session> sessions = new ArrayList<>(rows.size());
        for (SessionRow row : rows) {
            User user = users.byId(row.userId());
            long age = TimeUnit.MILLISECONDS.toNanos(
                    now.toEpochMilli() - row.openedAt().toEpochMilli());
            String device = row.device(); // One of a few, as the host is: not a million objects.
            sessions.add(new Session(
                    row,
                    TokenHash.of(row.tokenHash()),
                    user == null ? row.userId() : user.id(),
                    users.account(row.userId()),
                    row.host().intern(),
                    device == null ? null : device.intern(),
                    nowNanos - age,
                    nowNanos));
        }
        return sessions;
    }
}
