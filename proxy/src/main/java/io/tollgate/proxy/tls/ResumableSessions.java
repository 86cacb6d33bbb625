package io.tollgate.proxy.tls;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.bouncycastle.tls.TlsSession;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of TLS 1.2 that clients may resume (RFC 5246 section 7.3), about 2 KB each; TLS 1.3 has none here. Safe for use by any
 * thread.
 */
final class ResumableSessions {

    static final int MOST = 4_096;

    private static final Duration LIFE = Duration.ofHours(1);

    private record Kept(TlsSession session, @Nullable String serverName, long until) {}

    private final InstantSource clock;
    private final Map<String, Kept> kept = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > MOST;
        }
    };

    ResumableSessions(InstantSource clock) {
        this.clock = clock;
    }

    /** The session of this name, if it was made for the same server name (RFC 6066 section 3). */
    synchronized @Nullable TlsSession find(byte[] id, @Nullable String serverName) {
        if (id.length == 0) {
            return null;
        }
        String name = HexFormat.of().formatHex(id);
        Kept found = kept.get(name);
        if (found == null || !Objects.equals(found.serverName(), serverName)) {
            return null;
        }
        if (clock.millis() > found.until() || !found.session().isResumable()) {
            kept.remove(name);
            return null;
        }
        return found.session();
    }

    synchronized void keep(TlsSession session, @Nullable String serverName) {
        byte[] id = session.getSessionID();
        if (id != null && id.length > 0 && session.isResumable()) {
            kept.putIfAbsent(
                    HexFormat.of().formatHex(id), new Kept(session, serverName, clock.millis() + LIFE.toMillis()));
        }
    }
}
