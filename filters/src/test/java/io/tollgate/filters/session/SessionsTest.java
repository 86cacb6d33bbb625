package io.tollgate.filters.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.SessionConfig;
import io.tollgate.filters.identity.User;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SessionsTest {
    private static final String HOST = "billing.clinic.example";
    private static final SessionConfig POLICY = new SessionConfig(
            Duration.ofMinutes(10), Duration.ofSeconds(60), Duration.ofMinutes(60), Duration.ofHours(10));

    private final FakeTime time = new FakeTime();
    private final FakeSessionJournal journal = new FakeSessionJournal();
    private final FakeUsers users = new FakeUsers();
    private final List<String> told = new ArrayList<>();
    private Sessions sessions;
    private SessionSweeper sweeper;
    private User ada;

    @BeforeEach
    void a_gateway() {
        ada = users.put("u1", "ada@clinic.example", true, false, "biller");
        start();
    }

    private void start() {
        sessions = new Sessions(
                journal,
                users,
                session -> told.add(session.state() + " " + session.end()),
                time,
                time,
                new SecureRandom());
        sessions.restore();
        sweeper = new SessionSweeper(sessions, host -> POLICY, time);
    }

    private static <T> T done(CompletionStage<T> stage) {
        assertThat(stage.toCompletableFuture()).isCompleted();
        return stage.toCompletableFuture().join();
    }

    private static void failed(CompletionStage<?> stage) {
        assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
    }

    private Issued open() {
        return done(sessions.open(ada, HOST, null));
    }

    private Caller find(String token) {
        return find(token, HOST, false);
    }

    private Caller find(String token, String host, boolean isActivity) {
        byte[] line = ("cookie: a=" + token + "; b=1").getBytes(StandardCharsets.ISO_8859_1);
        return sessions.find(line, 10, 10 + token.length(), host, POLICY, isActivity);
    }

    private Caller request(String token) {
        return find(token, HOST, true);
    }

    @Test
    void a_token_names_its_session_and_user() {
        Issued issued = open();

        assertThat(find(issued.token())).isEqualTo(new Caller.Known(issued.session(), ada));
        assertThat(issued.token()).matches("[A-Za-z0-9_-]{43}");
        assertThat(issued.toString()).doesNotContain(issued.token());
    }

    @Test
    void a_stricter_policy_holds_at_once_for_whoever_is_over_by_it() {
        SessionConfig strict = new SessionConfig(
                Duration.ofMinutes(2), Duration.ofSeconds(10), Duration.ofMinutes(60), Duration.ofHours(10));
        Issued over = open();
        time.pass(Duration.ofMinutes(3));
        Issued here = open();
        sweeper.sweep();
        assertThat(told).isEmpty();

        new SessionSweeper(sessions, host -> strict, time).policiesChanged();

        assertThat(over.session().state()).isEqualTo(Session.State.LOCKED);
        assertThat(here.session().state()).isEqualTo(Session.State.LIVE);
    }

    @Test
    void what_is_no_token_names_nobody() {
        Issued issued = open();
        String token = issued.token();
        char last = token.charAt(42);
        String sameBytes = token.substring(0, 42) + (char) (last == 'z' || last == 'Z' || last == '9' ? 'A' : last + 1);

        for (String wrong : List.of(
                "", "x", token + "A", token.substring(1), token.toLowerCase(Locale.ROOT), sameBytes, "ä".repeat(43))) {
            assertThat(find(wrong)).as(wrong).isEqualTo(Caller.Nobody.NOBODY);
        }
    }

    @Test
    void the_journal_never_sees_a_token_and_has_the_session_before_the_token_is_good() {
        journal.isHolding = true;
        CompletionStage<Issued> opening = sessions.open(ada, HOST, "Firefox on Windows");
        assertThat(opening.toCompletableFuture()).isNotDone();
        assertThat(sessions.count()).isZero();

        journal.release();

        Issued issued = done(opening);
        assertThat(find(issued.token())).isInstanceOf(Caller.Known.class);
        assertThat(new String(journal.rows.get(issued.session().id()).tokenHash(), StandardCharsets.ISO_8859_1))
                .doesNotContain(issued.token());
    }

    @Test
    void a_login_that_can_not_be_written_does_not_happen() {
        journal.isDown = true;
        failed(sessions.open(ada, HOST, null));
        journal.isThrowing = true;
        failed(sessions.open(ada, HOST, null));

        assertThat(sessions.count()).isZero();
    }

    @Test
    void a_session_counts_on_its_host_alone() {
        Issued issued = open();

        assertThat(find(issued.token(), "other.clinic.example", false)).isEqualTo(Caller.Nobody.NOBODY);
        assertThat(find(issued.token())).isInstanceOf(Caller.Known.class);
    }

    @Test
    void roles_are_what_they_are_at_each_request() {
        Issued issued = open();
        assertThat(((Caller.Known) find(issued.token())).user().roles()).containsExactly("biller");

        users.put("u1", "ada@clinic.example", true, false, "front-desk");

        assertThat(((Caller.Known) find(issued.token())).user().roles()).containsExactly("front-desk");
    }

    @Test
    void a_request_makes_no_new_caller_while_nothing_changed() {
        Issued issued = open();

        assertThat(find(issued.token())).isSameAs(find(issued.token()));
    }

    @Test
    void the_next_request_of_a_user_just_disabled_is_nobodys_and_the_session_is_over() {
        Issued issued = open();
        users.put("u1", "ada@clinic.example", false, false);

        assertThat(find(issued.token())).isEqualTo(Caller.Nobody.NOBODY);
        assertThat(issued.session().end()).isEqualTo(SessionEnd.USER);
        users.put("u1", "ada@clinic.example", true, false);
        assertThat(find(issued.token())).isEqualTo(Caller.Nobody.NOBODY);
        assertThat(journal.rows).isEmpty();
    }

    @Test
    void the_sessions_of_a_user_who_is_gone_end_without_a_request() {
        Issued issued = open();
        users.delete("u1");

        sessions.userChanged("u1");

        assertThat(issued.session().state()).isEqualTo(Session.State.ENDED);
        assertThat(told).containsExactly("ENDED USER");
    }

    @Test
    void a_session_locks_when_nobody_was_there_for_idle() {
        Issued issued = open();
        time.pass(POLICY.idle().minusNanos(1));
        assertThat(request(issued.token())).isInstanceOf(Caller.Known.class);
        time.pass(POLICY.idle());

        assertThat(find(issued.token())).isEqualTo(new Caller.Locked(issued.session(), ada));
        assertThat(told).containsExactly("LOCKED null");
        assertThat(journal.rows.get(issued.session().id()).state()).isEqualTo(Session.State.LOCKED);
    }

    @Test
    void a_request_that_is_ignored_does_not_keep_a_session_awake() {
        Issued issued = open();
        for (int minute = 0; minute < 10; minute++) {
            assertThat(find(issued.token())).isInstanceOf(Caller.Known.class);
            time.pass(Duration.ofMinutes(1));
        }

        assertThat(find(issued.token())).isInstanceOf(Caller.Locked.class);
    }

    @Test
    void an_idle_session_locks_although_the_journal_refuses_and_the_journal_is_told_again() {
        Issued issued = open();
        journal.isDown = true;
        time.pass(POLICY.idle());

        sweeper.sweep();

        assertThat(issued.session().state()).isEqualTo(Session.State.LOCKED);
        assertThat(find(issued.token())).isInstanceOf(Caller.Locked.class);
        journal.isDown = false;
        sweeper.sweep();
        assertThat(journal.rows.get(issued.session().id()).state()).isEqualTo(Session.State.LOCKED);
    }

    @Test
    void the_sweep_locks_within_a_second_and_tells_it_once() {
        Issued issued = open();
        for (int second = 0; second < 599; second++) {
            time.pass(Duration.ofSeconds(1));
            sweeper.sweep();
            assertThat(issued.session().state()).isEqualTo(Session.State.LIVE);
        }
        time.pass(Duration.ofSeconds(1));
        sweeper.sweep();
        sweeper.sweep();

        assertThat(issued.session().state()).isEqualTo(Session.State.LOCKED);
        assertThat(told).containsExactly("LOCKED null");
    }

    @Test
    void the_sweep_ends_a_lock_that_lasts_too_long_and_a_login_that_is_too_old() {
        Issued locked = open();
        seconds(600 + 3600, null);
        assertThat(locked.session().end()).isEqualTo(SessionEnd.LOCKED);

        Issued old = open();
        seconds(36_000 - 1, old);
        assertThat(old.session().state()).isEqualTo(Session.State.LIVE);
        seconds(1, old);
        assertThat(old.session().end()).isEqualTo(SessionEnd.ABSOLUTE);
        assertThat(sessions.count()).isZero();
        assertThat(journal.rows).isEmpty();
    }

    private void seconds(int seconds, Issued inUse) {
        for (int second = 0; second < seconds; second++) {
            time.pass(Duration.ofSeconds(1));
            if (inUse != null) {
                request(inUse.token());
            }
            sweeper.sweep();
        }
    }

    @Test
    void a_request_finds_a_lock_and_an_end_that_no_sweep_found() {
        Issued issued = open();
        time.pass(POLICY.idle().plus(POLICY.lockFor()).minusNanos(1));
        assertThat(find(issued.token())).isInstanceOf(Caller.Locked.class);
        time.pass(Duration.ofNanos(1));

        assertThat(find(issued.token())).isEqualTo(Caller.Nobody.NOBODY);
        assertThat(issued.session().end()).isEqualTo(SessionEnd.LOCKED);
    }

    @Test
    void a_wall_clock_set_back_does_not_prolong_a_session() {
        Issued issued = open();
        for (int i = 0; i < 119; i++) {
            time.pass(Duration.ofMinutes(5));
            assertThat(request(issued.token())).isInstanceOf(Caller.Known.class);
        }
        time.setWallClock(Instant.parse("2026-11-22T08:00:00Z"));
        time.pass(Duration.ofMinutes(5));

        assertThat(request(issued.token())).isEqualTo(Caller.Nobody.NOBODY);
        assertThat(issued.session().end()).isEqualTo(SessionEnd.ABSOLUTE);
    }

    @Test
    void a_monotonic_clock_that_slept_does_not_prolong_a_session() {
        Issued issued = open();
        time.setWallClock(time.instant().plus(POLICY.absolute()));

        assertThat(request(issued.token())).isEqualTo(Caller.Nobody.NOBODY);
    }

    @Test
    void an_unlock_replaces_the_token_and_lets_the_old_one_live_for_ten_seconds() {
        Issued before = open();
        done(sessions.lock(before.session()));
        assertThat(find(before.token())).isInstanceOf(Caller.Locked.class);

        Issued after = done(sessions.unlock(before.session()));

        assertThat(after.token()).isNotEqualTo(before.token());
        assertThat(find(after.token())).isEqualTo(new Caller.Known(before.session(), ada));
        time.pass(Duration.ofSeconds(10).minusNanos(1));
        assertThat(find(before.token())).isEqualTo(find(after.token()));
        time.pass(Duration.ofNanos(1));
        assertThat(find(before.token())).isEqualTo(Caller.Nobody.NOBODY);
        assertThat(find(after.token())).isInstanceOf(Caller.Known.class);
    }

    @Test
    void an_old_token_is_worth_nothing_once_the_session_is_over() {
        Issued before = open();
        done(sessions.lock(before.session()));
        Issued after = done(sessions.unlock(before.session()));
        done(sessions.end(after.session(), SessionEnd.LOGOUT));

        assertThat(find(before.token())).isEqualTo(Caller.Nobody.NOBODY);
        assertThat(find(after.token())).isEqualTo(Caller.Nobody.NOBODY);
    }

    @Test
    void the_token_before_the_last_is_worth_nothing_at_once() {
        Issued first = open();
        done(sessions.lock(first.session()));
        Issued second = done(sessions.unlock(first.session()));
        done(sessions.lock(first.session()));
        done(sessions.unlock(first.session()));

        assertThat(find(first.token())).isEqualTo(Caller.Nobody.NOBODY);
        assertThat(find(second.token())).isInstanceOf(Caller.Known.class);
    }

    @Test
    void an_unlock_that_can_not_be_written_leaves_the_session_locked() {
        Issued issued = open();
        done(sessions.lock(issued.session()));
        journal.isDown = true;
        failed(sessions.unlock(issued.session()));
        assertThat(find(issued.token())).isInstanceOf(Caller.Locked.class);
        journal.isDown = false;

        assertThat(done(sessions.unlock(issued.session()))).isNotNull();
    }

    @Test
    void two_unlocks_at_once_give_one_token_and_the_disk_has_that_one() {
        Issued issued = open();
        done(sessions.lock(issued.session()));
        journal.isHolding = true;
        CompletionStage<Issued> first = sessions.unlock(issued.session());
        assertThat(done(sessions.unlock(issued.session()))).isNull();
        journal.release();

        Issued unlocked = done(first);
        time.restart();
        start();

        assertThat(find(unlocked.token())).isInstanceOf(Caller.Known.class);
    }

    @Test
    void an_end_during_an_unlock_wins() {
        Issued issued = open();
        done(sessions.lock(issued.session()));
        journal.isHolding = true;
        CompletionStage<Issued> unlocking = sessions.unlock(issued.session());
        users.delete("u1");
        sessions.userChanged("u1");
        journal.release();

        assertThat(done(unlocking)).isNull();
        assertThat(journal.rows).isEmpty();
        assertThat(issued.session().state()).isEqualTo(Session.State.ENDED);
    }

    @Test
    void an_end_is_on_disk_before_it_holds_and_is_told_once() {
        Issued issued = open();
        journal.isHolding = true;
        CompletionStage<Void> ending = sessions.end(issued.session(), SessionEnd.LOGOUT);
        CompletionStage<Void> again = sessions.end(issued.session(), SessionEnd.ADMIN);
        assertThat(find(issued.token())).isInstanceOf(Caller.Known.class);
        journal.release();

        done(ending);
        done(again);
        assertThat(find(issued.token())).isEqualTo(Caller.Nobody.NOBODY);
        assertThat(told).containsExactly("ENDED LOGOUT");
    }

    @Test
    void an_end_holds_although_the_journal_refuses_which_is_told_and_tried_again() {
        Issued issued = open();
        journal.isDown = true;

        failed(sessions.end(issued.session(), SessionEnd.LOGOUT));

        assertThat(find(issued.token())).isEqualTo(Caller.Nobody.NOBODY);
        assertThat(journal.rows).hasSize(1);
        sweeper.sweep();
        journal.isDown = false;
        sweeper.sweep();
        assertThat(journal.rows).isEmpty();
    }

    @Test
    void all_sessions_of_a_user_but_one_can_be_ended() {
        Issued here = open();
        Issued there = open();
        Issued elsewhere = open();

        done(sessions.endAllOf("u1", here.session(), SessionEnd.PASSWORD));

        assertThat(sessions.of("u1")).containsExactly(here.session());
        assertThat(sessions.list()).containsExactly(here.session());
        assertThat(find(there.token())).isEqualTo(find(elsewhere.token())).isEqualTo(Caller.Nobody.NOBODY);
    }

    @Test
    void sessions_survive_a_restart_and_idle_goes_on_where_it_was_without_the_time_in_between() {
        Issued issued = open();
        seconds(420, null);
        time.pass(Duration.ofHours(3));
        time.restart();
        start();

        assertThat(find(issued.token())).isInstanceOf(Caller.Known.class);
        seconds(179, null);
        assertThat(find(issued.token())).isInstanceOf(Caller.Known.class);
        seconds(61, null); // up to idle/10 is forgiven
        assertThat(find(issued.token())).isInstanceOf(Caller.Locked.class);
    }

    @Test
    void a_gateway_that_goes_down_in_order_forgives_nothing() {
        Issued issued = open();
        seconds(419, null);
        done(sweeper.flush());
        time.restart();
        start();
        seconds(180, null);
        assertThat(find(issued.token())).isInstanceOf(Caller.Known.class);
        seconds(1, null);

        assertThat(find(issued.token())).isInstanceOf(Caller.Locked.class);
    }

    @Test
    void a_login_grows_old_while_the_gateway_is_down() {
        Issued issued = open();
        time.pass(POLICY.absolute());
        time.restart();
        start();

        assertThat(find(issued.token())).isEqualTo(Caller.Nobody.NOBODY);
        assertThat(journal.rows).isEmpty();
    }

    @Test
    void a_lock_survives_a_restart_and_so_does_an_end() {
        Issued locked = open();
        Issued ended = open();
        done(sessions.lock(locked.session()));
        done(sessions.end(ended.session(), SessionEnd.LOGOUT));
        time.restart();
        start();

        assertThat(find(locked.token())).isInstanceOf(Caller.Locked.class);
        assertThat(find(ended.token())).isEqualTo(Caller.Nobody.NOBODY);
    }

    @Test
    void last_activity_is_written_every_ten_seconds_and_of_an_idle_session_once_a_minute() {
        Issued issued = open();
        journal.calls.clear();
        seconds(60, issued);
        assertThat(journal.calls).hasSizeBetween(5, 7).containsOnly("touched");
        journal.calls.clear();
        seconds(300, null);

        assertThat(journal.calls).hasSizeBetween(4, 6).containsOnly("touched");
    }

    @Test
    void who_cannot_be_looked_at_is_no_reason_to_leave_out_others_and_is_looked_at_again() {
        boolean[] isBroken = {true};
        SessionSweeper picky = new SessionSweeper(
                sessions,
                host -> {
                    if (isBroken[0] && host.startsWith("broken")) {
                        throw new IllegalStateException("no policy");
                    }
                    return POLICY;
                },
                time);
        List<Session> broken = new ArrayList<>();
        List<Session> others = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            broken.add(done(sessions.open(ada, "broken.example", null)).session());
            others.add(open().session());
        }
        time.pass(Duration.ofMinutes(11));

        picky.sweep();

        assertThat(others).allMatch(session -> session.state() == Session.State.LOCKED);
        assertThat(broken).allMatch(session -> session.state() == Session.State.LIVE);
        isBroken[0] = false;
        time.pass(Duration.ofSeconds(12));
        picky.sweep();
        assertThat(broken).allMatch(session -> session.state() == Session.State.LOCKED);
    }

    @Test
    void a_sweep_survives_a_journal_that_throws() {
        Issued issued = open();
        journal.isThrowing = true;
        time.pass(POLICY.idle());
        sweeper.sweep();

        assertThat(issued.session().state()).isEqualTo(Session.State.LOCKED);
    }

    @Test
    void a_sweep_after_a_long_pause_finds_everybody() {
        List<Issued> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            many.add(open());
            seconds(7, null);
        }
        time.pass(Duration.ofMinutes(30));
        sweeper.sweep();

        assertThat(many).allMatch(each -> each.session().state() == Session.State.LOCKED);
    }

    @Test
    void a_session_that_was_unlocked_locks_again_in_time() {
        Issued issued = open();
        seconds(600, null);
        seconds(300, null);
        Issued again = done(sessions.unlock(issued.session()));
        seconds(599, null);
        assertThat(find(again.token())).isInstanceOf(Caller.Known.class);
        seconds(1, null);

        assertThat(again.session().state()).isEqualTo(Session.State.LOCKED);
    }

    @Test
    void tokens_differ() {
        assertThat(Arrays.asList(open().token(), open().token(), open().token()))
                .doesNotHaveDuplicates();
    }
}
