package io.tollgate.filters.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class SessionTableTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SessionTable table = new SessionTable();

    private static byte[] token() {
        return TokenDigest.random(RANDOM).getBytes(StandardCharsets.ISO_8859_1);
    }

    private TokenHash hash(byte[] token) {
        return table.hash(new String(token, StandardCharsets.ISO_8859_1));
    }

    private Session added(byte[] token) {
        TokenHash hash = hash(token);
        SessionRow row =
                new SessionRow("s", hash.bytes(), "u", "host.example", Instant.EPOCH, Session.State.LIVE, 0, 0, null);
        Session session = new Session(row, hash, "u", () -> null, "host.example", null, 0, 0);
        table.add(session);
        return session;
    }

    @Test
    void a_token_that_was_replaced_is_good_until_its_time_is_over_and_the_new_one_at_once() {
        byte[] before = token();
        byte[] after = token();
        Session session = added(before);

        table.replace(session, hash(after), 100);

        assertThat(table.find(before, 0, before.length, 99)).isSameAs(session);
        assertThat(table.find(before, 0, before.length, 100)).isNull();
        assertThat(table.find(after, 0, after.length, 1_000)).isSameAs(session);

        table.remove(session);

        assertThat(table.find(before, 0, before.length, 99)).isNull();
        assertThat(table.find(after, 0, after.length, 99)).isNull();
        assertThat(table.of("u")).isEmpty();
    }

    @Test
    void only_the_last_token_before_is_good() {
        byte[] first = token();
        byte[] second = token();
        byte[] third = token();
        Session session = added(first);

        table.replace(session, hash(second), 100);
        table.replace(session, hash(third), 100);

        assertThat(table.find(first, 0, first.length, 0)).isNull();
        assertThat(table.find(second, 0, second.length, 0)).isSameAs(session);
        assertThat(table.find(third, 0, third.length, 0)).isSameAs(session);
    }

    @Test
    void a_request_with_the_token_before_meets_no_gap_while_it_is_replaced() throws InterruptedException {
        AtomicReference<byte[]> current = new AtomicReference<>(token());
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicInteger missed = new AtomicInteger();
        AtomicInteger asked = new AtomicInteger();
        Session session = added(current.get());
        Thread reader = new Thread(() -> {
            while (!isOver.get()) {
                byte[] token = current.get();
                boolean isFound = table.find(token, 0, token.length, 0) != null;
                // Two replacements in the meantime, and it is not the one before any more.
                if (!isFound && token == current.get()) {
                    missed.incrementAndGet();
                }
                asked.incrementAndGet();
            }
        });
        reader.start();
        while (asked.get() == 0) {
            Thread.onSpinWait();
        }

        for (int i = 0; i < 20_000; i++) {
            byte[] after = token();
            synchronized (session) {
                table.replace(session, hash(after), 1);
            }
            current.set(after);
        }
        isOver.set(true);
        reader.join();

        assertThat(missed).hasValue(0);
    }
}
