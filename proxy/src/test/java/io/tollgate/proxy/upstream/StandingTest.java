package io.tollgate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.tollgate.config.CircuitBreakerConfig;
import io.tollgate.config.OutlierConfig;
import io.tollgate.proxy.upstream.EndpointListener.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StandingTest {
    private final MockTicker time = Ticker.newMockTicker();
    private final List<Change> changes = new ArrayList<>();

    private Standing standing(@Nullable CircuitBreakerConfig breaker) {
        OutlierConfig outlier = new OutlierConfig(3, Duration.ofSeconds(10));
        return new Standing(outlier, breaker, time, (change, why) -> changes.add(change));
    }

    private void pass(int millis) {
        time.advance(millis, TimeUnit.MILLISECONDS);
    }

    @Test
    void failures_in_a_row_leave_an_endpoint_out_for_a_while() {
        Standing standing = standing(null);
        standing.failed("refused", true);
        standing.failed("refused", true);
        assertThat(standing.isEjected()).isFalse();
        standing.failed("refused", true);
        assertThat(standing.isEjected()).isTrue();
        assertThat(changes).containsExactly(Change.EJECTED);
        pass(9_999);
        assertThat(standing.isEjected()).isTrue();
        pass(1);
        assertThat(standing.isEjected()).isFalse();
        assertThat(standing.failures()).isEqualTo(3);
        assertThat(standing.ejections()).isEqualTo(1);
    }

    @Test
    void one_more_failure_leaves_it_out_again_and_an_answer_forgets_them_all() {
        Standing standing = standing(null);
        for (int i = 0; i < 3; i++) {
            standing.failed("refused", true);
        }
        pass(10_000);
        standing.failed("refused", true);
        assertThat(standing.isEjected()).isTrue();
        pass(10_000);
        standing.answered();
        standing.failed("refused", true);
        standing.failed("refused", true);
        assertThat(standing.isEjected()).isFalse();
        assertThat(changes).containsExactly(Change.EJECTED, Change.EJECTED);
    }

    @Test
    void failures_between_answers_are_not_in_a_row_and_a_single_endpoint_is_never_left_out() {
        Standing standing = standing(null);
        for (int i = 0; i < 50; i++) {
            standing.failed("refused", true);
            standing.failed("refused", true);
            standing.answered();
        }
        assertThat(standing.isEjected()).isFalse();
        for (int i = 0; i < 50; i++) {
            standing.failed("refused", false);
        }
        assertThat(standing.isEjected()).isFalse();
    }

    @Test
    void a_change_of_health_is_told_once() {
        Standing standing = standing(null);
        standing.health(true, "fine");
        standing.health(false, "it answered 503");
        standing.health(false, "it answered 503");
        assertThat(standing.isWell()).isFalse();
        standing.health(true, "fine");
        assertThat(changes).containsExactly(Change.DOWN, Change.UP);
    }

    @Test
    void a_breaker_opens_at_its_rate_tries_again_after_its_time_and_closes() {
        Standing standing = standing(new CircuitBreakerConfig(50, 20, Duration.ofSeconds(10)));
        for (int i = 0; i < 9; i++) {
            assertThat(standing.enter()).isTrue();
            standing.failed("refused", true);
            standing.exit();
        }
        assertThat(standing.breakerState())
                .as("nothing is decided before the tenth")
                .isZero();
        assertThat(standing.enter()).isTrue();
        standing.answered();
        standing.exit();
        assertThat(standing.breakerState()).isEqualTo(2);
        assertThat(standing.enter()).isFalse();
        assertThat(standing.active()).isZero();
        assertThat(standing.openNanos()).isEqualTo(10_000_000_000L);
        pass(10_001);
        for (int i = 0; i < 3; i++) {
            assertThat(standing.enter()).isTrue();
        }
        assertThat(standing.breakerState()).isEqualTo(1);
        assertThat(standing.enter()).as("three try").isFalse();
        for (int i = 0; i < 3; i++) {
            standing.answered();
            standing.exit();
        }
        assertThat(standing.breakerState()).isZero();
        assertThat(changes).contains(Change.OPENED, Change.TRIED, Change.CLOSED);
    }

    @Test
    void a_breaker_whose_tries_fail_opens_again_and_one_that_leaves_makes_room_for_another() {
        Standing standing = standing(new CircuitBreakerConfig(50, 2, Duration.ofSeconds(10)));
        for (int i = 0; i < 2; i++) {
            standing.enter();
            standing.failed("refused", true);
        }
        assertThat(standing.breakerState()).isEqualTo(2);
        pass(10_001);
        for (int i = 0; i < 3; i++) {
            assertThat(standing.enter()).isTrue();
        }
        standing.left();
        assertThat(standing.enter()).isTrue();
        for (int i = 0; i < 3; i++) {
            standing.failed("refused", true);
        }
        assertThat(standing.breakerState()).isEqualTo(2);
    }

    @Test
    void answers_and_requests_that_were_taken_back_never_open_a_breaker() {
        Standing standing = standing(new CircuitBreakerConfig(1, 10, Duration.ofSeconds(10)));
        for (int i = 0; i < 100; i++) {
            assertThat(standing.enter()).isTrue();
            if (i % 2 == 0) {
                standing.answered();
            } else {
                standing.left();
            }
            standing.exit();
        }
        assertThat(standing.breakerState()).isZero();
        assertThat(standing.active()).isZero();
    }
}
