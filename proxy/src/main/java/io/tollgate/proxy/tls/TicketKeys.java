package io.tollgate.proxy.tls;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The keys that seal the session tickets of one listener: changed every hour, and good for reading an hour longer. Safe for use by any
 * thread.
 *
 * <p>They never leave this process, and other certificates or another trust come with other keys: a ticket never says more than its listener
 * would say today.
 */
final class TicketKeys {

    /** How long a key seals. */
    static final Duration SEALING = Duration.ofHours(1);

    private final OpenSslSessionContext sessions;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private volatile Instant since = Instant.MIN;
    private @Nullable OpenSslSessionTicketKey current;

    TicketKeys(OpenSslSessionContext sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
        refresh();
    }

    /** Changes the key if it is time; to be asked before each handshake. */
    void refresh() {
        if (!isFresh(clock.instant(), 1)) {
            change();
        }
    }

    private synchronized void change() {
        Instant now = clock.instant();
        if (isFresh(now, 1)) {
            return; // Somebody else just did it.
        }
        OpenSslSessionTicketKey before = isFresh(now, 2) ? current : null;
        OpenSslSessionTicketKey next = new OpenSslSessionTicketKey(
                bytes(OpenSslSessionTicketKey.NAME_SIZE),
                bytes(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                bytes(OpenSslSessionTicketKey.AES_KEY_SIZE));
        if (before == null) {
            sessions.setTicketKeys(next);
        } else {
            sessions.setTicketKeys(next, before);
        }
        current = next;
        since = now;
    }

    /** Also after the clock was put back, a key is not fresh. */
    private boolean isFresh(Instant now, int periods) {
        Instant made = since;
        return !now.isBefore(made) && now.isBefore(made.plus(SEALING.multipliedBy(periods)));
    }

    private byte[] bytes(int length) {
        byte[] made = new byte[length];
        random.nextBytes(made);
        return made;
    }
}
