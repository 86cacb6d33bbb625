package io.tollgate.filters.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class TokenIndexTest {
    private final TokenIndex index = new TokenIndex();
    private final SplittableRandom random = new SplittableRandom(7);

    private TokenHash token() {
        return TokenHash.of(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private static Session session(TokenHash token) {
        SessionRow row =
                new SessionRow("s", token.bytes(), "u", "host.example", Instant.EPOCH, Session.State.LIVE, 0, 0, null);
        return new Session(row, token, "u", () -> null, "host.example", null, 0, 0);
    }

    private Session added(TokenHash token) {
        Session session = session(token);
        index.add(session, token);
        return session;
    }

    @Test
    void each_token_finds_its_own_session_however_many_there_are() {
        List<TokenHash> tokens = new ArrayList<>();
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            tokens.add(token());
            sessions.add(added(tokens.get(i)));
        }
        for (int i = 0; i < tokens.size(); i++) {
            assertThat(index.find(tokens.get(i))).isSameAs(sessions.get(i));
        }
        assertThat(index.find(token())).isNull();
    }

    @Test
    void tokens_that_are_alike_in_part_are_different() {
        TokenHash token = TokenHash.of(1, 2, 3, 4);
        Session session = added(token);

        assertThat(index.find(TokenHash.of(1, 2, 3, 4))).isSameAs(session);
        for (TokenHash other : List.of(
                TokenHash.of(0, 2, 3, 4),
                TokenHash.of(1, 0, 3, 4),
                TokenHash.of(1, 2, 0, 4),
                TokenHash.of(1, 2, 3, 0))) {
            assertThat(index.find(other)).isNull();
        }
    }

    @Test
    void what_was_taken_out_is_gone_and_hides_nobody_behind_it() {
        // The same first part: they stand one behind the other.
        List<TokenHash> tokens = new ArrayList<>();
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            tokens.add(TokenHash.of(17, i, 0, 0));
            sessions.add(added(tokens.get(i)));
        }

        for (int i = 0; i < 40; i += 2) {
            index.remove(sessions.get(i), tokens.get(i));
            index.remove(sessions.get(i), tokens.get(i));
        }

        for (int i = 0; i < 40; i++) {
            assertThat(index.find(tokens.get(i))).isSameAs(i % 2 == 0 ? null : sessions.get(i));
        }
    }

    @Test
    void another_session_of_the_same_token_stays_when_one_is_taken_out() {
        TokenHash token = token();
        Session session = added(token);

        index.remove(session(token), token);

        assertThat(index.find(token)).isSameAs(session);
    }

    @Test
    void coming_and_going_for_ever_takes_no_more_room() {
        TokenHash last = token();
        for (int i = 0; i < 200_000; i++) {
            TokenHash token = token();
            Session session = added(token);
            index.remove(session, token);
            last = token;
        }
        assertThat(index.find(last)).isNull();
        assertThat(index.room()).isLessThan(256 * 64);
    }

    @Test
    void who_stays_is_found_at_every_moment_while_others_come_and_go() throws InterruptedException {
        List<TokenHash> staying = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            staying.add(token());
            added(staying.get(i));
        }
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicInteger missed = new AtomicInteger();
        Thread reader = new Thread(() -> {
            while (!isOver.get()) {
                for (TokenHash token : staying) {
                    if (index.find(token) == null) {
                        missed.incrementAndGet();
                    }
                }
            }
        });
        reader.start();

        for (int round = 0; round < 5; round++) {
            List<TokenHash> tokens = new ArrayList<>();
            List<Session> sessions = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                tokens.add(token());
                sessions.add(added(tokens.get(i)));
            }
            for (int i = 0; i < tokens.size(); i++) {
                index.remove(sessions.get(i), tokens.get(i));
            }
        }
        isOver.set(true);
        reader.join();

        assertThat(missed).hasValue(0);
    }
}
