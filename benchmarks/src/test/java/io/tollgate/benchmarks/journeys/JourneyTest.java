package io.tollgate.benchmarks.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.benchmarks.journeys.Journey.Outcome;
import io.tollgate.benchmarks.journeys.Journey.State;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JourneyTest {
    private static final Habits CAREFUL = habits(0, 0, 0, 0);

    private static Habits habits(double upload, double leave, double logout, double slip) {
        return new Habits(List.of("/"), "/upload", 10, upload, leave, Duration.ofSeconds(10), logout, slip);
    }

    private static Journey of(Habits habits) {
        return new Journey(habits, new Random(1));
    }

    private static Journey in(Habits habits) {
        Journey journey = of(habits);
        journey.concluded(Step.LOGIN, Seen.PAGE);
        return journey;
    }

    @Test
    void everybody_logs_in_first_and_then_browses() {
        Journey journey = of(CAREFUL);

        assertThat(journey.next()).isEqualTo(Step.LOGIN);
        assertThat(journey.concluded(Step.LOGIN, Seen.PAGE)).isZero();
        assertThat(journey.state()).isEqualTo(State.IN);
        assertThat(journey.next()).isEqualTo(Step.BROWSE);
    }

    @Test
    void after_a_wrong_password_comes_the_right_one_at_once() {
        Journey journey = of(habits(0, 0, 0, 0.999999));

        assertThat(journey.next()).isEqualTo(Step.WRONG_LOGIN);
        assertThat(journey.concluded(Step.WRONG_LOGIN, Seen.NOT_TAKEN)).isZero();
        assertThat(journey.next()).isEqualTo(Step.LOGIN);
    }

    @Test
    void nobody_is_wrong_twice_in_a_row_while_unlocking_either() {
        Journey journey = in(habits(0, 0, 0, 0.999999));
        journey.concluded(Step.BROWSE, Seen.LOCK_PAGE);

        assertThat(journey.next()).isEqualTo(Step.WRONG_UNLOCK);
        journey.concluded(Step.WRONG_UNLOCK, Seen.NOT_TAKEN);
        assertThat(journey.state()).isEqualTo(State.LOCKED);
        assertThat(journey.next()).isEqualTo(Step.UNLOCK);
        journey.concluded(Step.UNLOCK, Seen.PAGE);
        assertThat(journey.state()).isEqualTo(State.IN);
    }

    @Test
    void who_leaves_comes_back_after_a_while_to_whatever_is_there() {
        Journey journey = in(habits(0, 1, 0, 0));

        long pause = journey.concluded(Step.BROWSE, Seen.PAGE);

        assertThat(pause).isBetween(TimeUnit.SECONDS.toNanos(5), TimeUnit.SECONDS.toNanos(15));
        assertThat(journey.state()).isEqualTo(State.AWAY);
        assertThat(journey.next()).isEqualTo(Step.COME_BACK);
        journey.concluded(Step.COME_BACK, Seen.LOCK_PAGE);
        assertThat(journey.next()).isEqualTo(Step.UNLOCK);
    }

    @Test
    void who_comes_back_to_an_open_session_goes_on() {
        Journey journey = in(habits(0, 1, 0, 0));
        journey.concluded(Step.BROWSE, Seen.PAGE);

        assertThat(journey.concluded(Step.COME_BACK, Seen.PAGE)).isZero();
        assertThat(journey.state()).isEqualTo(State.IN);
    }

    @Test
    void who_comes_back_too_late_logs_in_again() {
        Journey journey = in(habits(0, 1, 0, 0));
        journey.concluded(Step.BROWSE, Seen.PAGE);
        journey.concluded(Step.COME_BACK, Seen.LOGIN_PAGE);

        assertThat(journey.next()).isEqualTo(Step.LOGIN);
    }

    @Test
    void who_logged_out_logs_in_again() {
        Journey journey = in(habits(0, 0, 1, 0));

        assertThat(journey.next()).isEqualTo(Step.LOGOUT);
        journey.concluded(Step.LOGOUT, Seen.LOGIN_PAGE);
        assertThat(journey.next()).isEqualTo(Step.LOGIN);
    }

    @Test
    void a_gateway_that_is_busy_is_left_alone_for_a_while() {
        Journey journey = of(habits(0, 0, 0, 0.999999));
        journey.next();

        assertThat(journey.concluded(Step.WRONG_LOGIN, Seen.BUSY)).isPositive();
        assertThat(journey.next()).isEqualTo(Step.LOGIN);
    }

    @Test
    void a_good_password_that_is_not_taken_waits_out_a_lockout_and_gives_up_in_the_end() {
        Journey journey = of(CAREFUL);

        assertThat(journey.concluded(Step.LOGIN, Seen.NOT_TAKEN)).isGreaterThan(TimeUnit.SECONDS.toNanos(30));
        journey.concluded(Step.LOGIN, Seen.NOT_TAKEN);
        assertThat(journey.state()).isEqualTo(State.OUT);
        journey.concluded(Step.LOGIN, Seen.NOT_TAKEN);
        assertThat(journey.state()).isEqualTo(State.STUCK);
        assertThatThrownBy(journey::next).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void an_account_that_wants_another_password_goes_no_further() {
        Journey journey = of(CAREFUL);
        journey.concluded(Step.LOGIN, Seen.MUST_CHANGE);

        assertThat(journey.state()).isEqualTo(State.STUCK);
    }

    @ParameterizedTest
    @EnumSource(
            value = Seen.class,
            names = {"FAULT", "NOTHING", "REFUSED"})
    void a_fault_ends_nobodys_session(Seen seen) {
        Journey journey = in(CAREFUL);
        journey.concluded(Step.BROWSE, seen);

        assertThat(journey.state()).isEqualTo(State.IN);
    }

    @Test
    void steps_come_in_the_shares_that_habits_say() {
        Journey journey = in(habits(0.2, 0, 0.1, 0));
        Map<Step, Integer> counts = new EnumMap<>(Step.class);
        for (int i = 0; i < 10_000; i++) {
            counts.merge(journey.next(), 1, Integer::sum);
        }

        assertThat(counts.get(Step.UPLOAD)).isBetween(1_800, 2_200);
        assertThat(counts.get(Step.LOGOUT)).isBetween(850, 1_150);
        assertThat(counts.get(Step.BROWSE)).isBetween(6_700, 7_300);
    }

    @Test
    void a_wrong_password_that_gets_in_is_a_failure_and_one_that_does_not_is_none() {
        assertThat(Journey.outcome(Step.WRONG_LOGIN, Seen.PAGE)).isEqualTo(Outcome.FAILED);
        assertThat(Journey.outcome(Step.WRONG_UNLOCK, Seen.PAGE)).isEqualTo(Outcome.FAILED);
        assertThat(Journey.outcome(Step.WRONG_LOGIN, Seen.NOT_TAKEN)).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_session_that_is_gone_in_the_midst_of_work_is_a_failure() {
        assertThat(Journey.outcome(Step.BROWSE, Seen.LOGIN_PAGE)).isEqualTo(Outcome.FAILED);
        assertThat(Journey.outcome(Step.COME_BACK, Seen.LOGIN_PAGE)).isEqualTo(Outcome.DONE);
        assertThat(Journey.outcome(Step.LOGOUT, Seen.LOGIN_PAGE)).isEqualTo(Outcome.DONE);
        assertThat(Journey.outcome(Step.BROWSE, Seen.LOCK_PAGE)).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_logout_after_which_the_session_lives_is_a_failure() {
        assertThat(Journey.outcome(Step.LOGOUT, Seen.PAGE)).isEqualTo(Outcome.FAILED);
    }
}
