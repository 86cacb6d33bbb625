package io.tollgate.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import org.bouncycastle.tls.SessionParameters;
import org.bouncycastle.tls.TlsSession;
import org.junit.jupiter.api.Test;

class ResumableSessionsTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;
    private final ResumableSessions sessions = new ResumableSessions(clock);

    private static final class Kept implements TlsSession {
        private final byte[] id;
        private final boolean resumable;

        Kept(byte[] id, boolean resumable) {
            this.id = id;
            this.resumable = resumable;
        }

        @Override
        public SessionParameters exportSessionParameters() {
            return null;
        }

        @Override
        public byte[] getSessionID() {
            return id;
        }

        @Override
        public void invalidate() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isResumable() {
            return resumable;
        }
    }

    private static byte[] id(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    @Test
    void a_session_is_found_for_the_name_it_was_made_for_and_no_other() {
        TlsSession kept = new Kept(id(1), true);
        sessions.keep(kept, "a.example");
        assertThat(sessions.find(id(1), "a.example")).isSameAs(kept);
        assertThat(sessions.find(id(1), "b.example")).isNull();
        assertThat(sessions.find(id(1), null)).isNull();
        assertThat(sessions.find(id(2), "a.example")).isNull();
    }

    @Test
    void a_session_ends_after_an_hour() {
        sessions.keep(new Kept(id(1), true), null);
        now = now.plusSeconds(3_600);
        assertThat(sessions.find(id(1), null)).isNotNull();
        now = now.plusMillis(1);
        assertThat(sessions.find(id(1), null)).isNull();
    }

    @Test
    void what_has_no_name_or_may_not_be_resumed_is_not_kept() {
        sessions.keep(new Kept(new byte[0], true), null);
        sessions.keep(new Kept(id(1), false), null);
        assertThat(sessions.find(new byte[0], null)).isNull();
        assertThat(sessions.find(id(1), null)).isNull();
    }

    @Test
    void the_oldest_make_room() {
        for (int i = 0; i <= ResumableSessions.MOST; i++) {
            sessions.keep(new Kept(id(i), true), null);
        }
        assertThat(sessions.find(id(0), null)).isNull();
        assertThat(sessions.find(id(1), null)).isNotNull();
        assertThat(sessions.find(id(ResumableSessions.MOST), null)).isNotNull();
    }
}
