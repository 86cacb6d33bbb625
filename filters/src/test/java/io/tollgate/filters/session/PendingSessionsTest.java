package io.tollgate.filters.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.SessionConfig;
import io.tollgate.filters.identity.User;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Sessions that wait for a second factor, and how fresh those are whose user proved it. */
final class PendingSessionsTest {
    private static final String HOST = "billing.clinic.example";
    private static final SessionConfig POLICY = SessionConfig.DEFAULT;
    private static final Duration WITHIN = Duration.ofMinutes(5);

    private final FakeTime time = new FakeTime();
    private final FakeSessionJournal journal = new FakeSessionJournal();
    private final FakeUsers users = new FakeUsers();
    private final List<String> told = new ArrayList<>();
    private final User ada = users.put("u1", "ada@clinic.example", true, false, "biller");
    private final Sessions sessions = new Sessions(
            journal, users, session -> told.add(session.state() + " " + session.end()), time, time, new SecureRandom());
    private final SessionSweeper sweeper = new SessionSweeper(sessions, host -> POLICY, time);

    private static <T> T done(CompletionStage<T> stage) {
        assertThat(stage.toCompletableFuture()).isCompleted();
        return stage.toCompletableFuture().join();
    }

    private static CompletionStage<?> proved(Session session) {
        return CompletableFuture.completedStage(session.id());
    }

    private Issued pending() {
        return done(sessions.openPending(ada, HOST, null, false, PendingSessionsTest::proved));
    }

    private Caller find(String token) {
        byte[] bytes = token.getBytes(StandardCharsets.ISO_8859_1);
        return sessions.find(bytes, 0, bytes.length, HOST, POLICY, true);
    }

    @Test
    void one_factor_makes_a_caller_who_is_in_no_list_and_on_no_disk() {
        Issued issued = pending();

        assertThat(find(issued.token())).isEqualTo(new Caller.Pending(issued.session(), ada));
        assertThat(sessions.now(issued.session(), POLICY)).isNull();
        assertThat(sessions.list()).isEmpty();
        assertThat(sessions.of("u1")).isEmpty();
        assertThat(sessions.count()).isZero();
        assertThat(journal.calls).isEmpty();
    }

    @Test
    void the_second_factor_gives_a_new_token_and_ends_the_one_before() {
        Issued waiting = pending();
        time.pass(Duration.ofMinutes(1));

        Issued issued = done(sessions.prove(waiting.session(), PendingSessionsTest::proved));

        assertThat(issued.session()).isSameAs(waiting.session());
        assertThat(find(issued.token())).isInstanceOf(Caller.Known.class);
        assertThat(find(waiting.token())).isEqualTo(Caller.Nobody.NOBODY);
        assertThat(sessions.of("u1")).containsExactly(issued.session());
        assertThat(sessions.count()).isOne();
        assertThat(journal.rows).containsOnlyKeys(issued.session().id());
        assertThat(sessions.isFresh(issued.session(), WITHIN)).isTrue();
        assertThat(done(sessions.prove(issued.session(), PendingSessionsTest::proved)))
                .isNull();
    }

    @Test
    void evidence_comes_before_the_row_and_the_row_before_the_token() {
        Issued waiting = pending();
        CompletableFuture<Boolean> evidence = new CompletableFuture<>();
        journal.isHolding = true;

        CompletionStage<Issued> proving = sessions.prove(waiting.session(), session -> evidence);
        assertThat(journal.calls).isEmpty();
        assertThat(done(sessions.prove(waiting.session(), PendingSessionsTest::proved)))
                .as("another request")
                .isNull();
        evidence.complete(true);
        assertThat(journal.calls).containsExactly("opened");
        assertThat(proving.toCompletableFuture()).isNotDone();
        assertThat(find(waiting.token())).isInstanceOf(Caller.Pending.class);
        journal.release();

        assertThat(find(done(proving).token())).isInstanceOf(Caller.Known.class);
    }

    @Test
    void it_still_waits_where_evidence_was_refused_and_is_over_where_the_journal_was_down() {
        Issued waiting = pending();
        assertThat(sessions.prove(
                                waiting.session(),
                                session -> CompletableFuture.failedStage(new IllegalStateException("no trail")))
                        .toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(sessions.prove(waiting.session(), session -> {
                            throw new IllegalStateException("no trail");
                        })
                        .toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(find(waiting.token())).isInstanceOf(Caller.Pending.class);
        assertThat(journal.calls).isEmpty();

        journal.isDown = true;
        assertThat(sessions.prove(waiting.session(), PendingSessionsTest::proved)
                        .toCompletableFuture())
                .isCompletedExceptionally();

        assertThat(find(waiting.token())).isEqualTo(Caller.Nobody.NOBODY);
        assertThat(told).containsExactly("ENDED UNKEPT");
        assertThat(sessions.count()).isZero();
    }

    @Test
    void one_that_ends_while_it_is_written_is_taken_from_the_disk_again() {
        Issued waiting = pending();
        journal.isHolding = true;
        CompletionStage<Issued> proving = sessions.prove(waiting.session(), PendingSessionsTest::proved);

        done(sessions.endAllOf("u1", null, SessionEnd.PASSWORD));
        journal.release();

        assertThat(done(proving)).isNull();
        assertThat(journal.rows).isEmpty();
        assertThat(told).containsExactly("ENDED PASSWORD");
        assertThat(sessions.count()).isZero();
    }

    @Test
    void it_waits_ten_minutes_whether_anybody_asks_or_not() {
        Issued asked = pending();
        Issued unasked = pending();
        time.pass(Duration.ofMinutes(10).minusSeconds(1));
        sweeper.sweep();
        assertThat(find(asked.token())).isInstanceOf(Caller.Pending.class);

        time.pass(Duration.ofSeconds(1));
        assertThat(find(asked.token())).isEqualTo(Caller.Nobody.NOBODY);
        sweeper.sweep();

        assertThat(unasked.session().state()).isEqualTo(Session.State.ENDED);
        assertThat(told).containsExactly("ENDED UNPROVEN", "ENDED UNPROVEN");
        assertThat(done(sessions.prove(unasked.session(), PendingSessionsTest::proved)))
                .isNull();
    }

    @Test
    void five_wait_for_one_user_and_the_oldest_goes() {
        Issued first = pending();
        List<Issued> others = List.of(pending(), pending(), pending(), pending());
        User bo = users.put("u2", "bo@clinic.example", true, false, "biller");
        Issued another = done(sessions.openPending(bo, HOST, null, false, PendingSessionsTest::proved));
        assertThat(find(first.token())).isInstanceOf(Caller.Pending.class);

        pending();

        assertThat(find(first.token())).isEqualTo(Caller.Nobody.NOBODY);
        assertThat(others).allMatch(each -> find(each.token()) instanceof Caller.Pending);
        assertThat(find(another.token())).isInstanceOf(Caller.Pending.class);
    }

    @Test
    void strangers_who_have_the_password_push_out_no_login_on_a_known_device() {
        Issued own = done(sessions.openPending(ada, HOST, null, true, PendingSessionsTest::proved));
        Issued last = null;
        for (int i = 0; i < 50; i++) {
            last = pending();
        }

        assertThat(find(own.token())).isInstanceOf(Caller.Pending.class);
        assertThat(find(last.token())).isInstanceOf(Caller.Pending.class);
        for (int i = 0; i < 5; i++) {
            done(sessions.openPending(ada, HOST, null, true, PendingSessionsTest::proved));
        }
        assertThat(find(own.token())).as("one's own").isEqualTo(Caller.Nobody.NOBODY);
    }

    @Test
    void a_user_who_is_disabled_waits_no_longer() {
        Issued waiting = pending();
        users.put("u1", "ada@clinic.example", false, false, "biller");

        sessions.userChanged("u1");

        assertThat(waiting.session().end()).isEqualTo(SessionEnd.USER);
        assertThat(journal.calls).isEmpty();
    }

    @Test
    void a_step_up_replaces_the_token_and_is_fresh_from_then_on() {
        Issued issued = done(sessions.open(ada, HOST, null));
        assertThat(sessions.isFresh(issued.session(), WITHIN)).isFalse();

        Issued stepped = done(sessions.stepUp(issued.session()));

        assertThat(sessions.isFresh(issued.session(), WITHIN)).isTrue();
        assertThat(find(stepped.token())).isInstanceOf(Caller.Known.class);
        assertThat(find(issued.token())).as("for the requests under way").isInstanceOf(Caller.Known.class);
        time.pass(Duration.ofSeconds(10));
        assertThat(find(issued.token())).isEqualTo(Caller.Nobody.NOBODY);
        time.pass(WITHIN.minusSeconds(10));
        assertThat(sessions.isFresh(issued.session(), WITHIN)).isTrue();
        time.pass(Duration.ofSeconds(1));
        assertThat(sessions.isFresh(issued.session(), WITHIN)).isFalse();
    }

    @Test
    void a_lock_ends_freshness_and_there_is_no_step_up_of_it() {
        Issued issued = done(sessions.open(ada, HOST, null));
        sessions.fresh(issued.session());

        done(sessions.lock(issued.session()));
        assertThat(done(sessions.stepUp(issued.session()))).isNull();
        done(sessions.unlock(issued.session()));

        assertThat(sessions.isFresh(issued.session(), WITHIN)).isFalse();
    }

    @Test
    void a_step_up_that_can_not_be_written_changes_nothing() {
        Issued issued = done(sessions.open(ada, HOST, null));
        journal.isDown = true;

        assertThat(sessions.stepUp(issued.session()).toCompletableFuture()).isCompletedExceptionally();

        assertThat(sessions.isFresh(issued.session(), WITHIN)).isFalse();
        assertThat(find(issued.token())).isInstanceOf(Caller.Known.class);
    }
}
