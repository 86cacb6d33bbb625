package io.tollgate.filters.identity;

import static io.tollgate.filters.identity.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.LockoutConfig;
import io.tollgate.config.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LockoutTest {
    private static final LockoutKey ANNA = new LockoutKey("anna", "10.0.0.1/32");
    private static final LockoutConfig CONFIG = LockoutConfig.DEFAULT; // 5, 30 s doubling to 15 min, 20

    private final FakeClock clock = new FakeClock();
    private final FakeCounterJournal journal = new FakeCounterJournal();
    private Lockout lockout = lockout(CONFIG, 100);

    @Test
    void the_fifth_failure_locks_for_thirty_seconds() {
        fail(ANNA, 4);
        assertThat(lockout.reserve(ANNA)).satisfies(fifth -> {
            assertThat(fifth.failures()).isEqualTo(5);
            assertThat(fifth.lock()).isEqualTo(Duration.ofSeconds(30));
            fifth.failed();
        });

        assertThat(lockout.reserve(ANNA)).isNull();
        clock.advance(Duration.ofSeconds(30).minusNanos(1));
        assertThat(lockout.reserve(ANNA)).isNull();
        clock.advance(Duration.ofNanos(1));
        assertThat(lockout.reserve(ANNA)).isNotNull();
    }

    @Test
    void each_further_failure_doubles_the_lock_up_to_the_longest() {
        fail(ANNA, 4);
        List<Long> locks = new ArrayList<>();
        for (int i = 5; i < 12; i++) {
            Lockout.Reservation next = lockout.reserve(ANNA);
            locks.add(next.lock().toSeconds());
            next.failed();
            clock.advance(next.lock());
        }
        assertThat(locks).containsExactly(30L, 60L, 120L, 240L, 480L, 900L, 900L);
    }

    @Test
    void attempts_while_locked_neither_count_nor_prolong() {
        fail(ANNA, 5);
        int writes = journal.writes();
        for (int i = 0; i < 50; i++) {
            assertThat(lockout.reserve(ANNA)).isNull();
        }
        assertThat(journal.writes()).isEqualTo(writes);

        clock.advance(Duration.ofSeconds(30));
        assertThat(lockout.reserve(ANNA).failures()).isEqualTo(6);
    }

    @Test
    void the_twentieth_failure_locks_until_an_administrator_unlocks() {
        for (int i = 0; i < 20; i++) {
            fail(ANNA, 1);
            clock.advance(Duration.ofMinutes(15));
        }
        clock.advance(Duration.ofDays(400));
        get(lockout.purge());
        assertThat(lockout.reserve(ANNA)).isNull();

        assertThat(get(lockout.clear(key -> key.subject().equals("anna")))).isEqualTo(1);
        assertThat(lockout.reserve(ANNA).failures()).isEqualTo(1);
    }

    @Test
    void a_success_forgives_all_before_it_in_memory_and_on_disk() {
        fail(ANNA, 4);
        lockout.reserve(ANNA).succeeded();

        assertThat(journal.lockouts()).isEmpty();
        fail(ANNA, 4);
        assertThat(lockout.reserve(ANNA)).isNotNull();
    }

    @Test
    void a_success_does_not_forgive_what_is_still_under_way() {
        for (int i = 0; i < 4; i++) {
            assertThat(lockout.reserve(ANNA)).isNotNull();
        }
        lockout.reserve(ANNA).succeeded();

        assertThat(lockout.reserve(ANNA).failures()).isEqualTo(5);
        assertThat(lockout.reserve(ANNA)).isNull();
    }

    @Test
    void what_was_never_compared_is_given_back_with_its_lock() {
        fail(ANNA, 4);
        lockout.reserve(ANNA).withdrawn();

        Lockout.Reservation again = lockout.reserve(ANNA);
        assertThat(again.failures()).isEqualTo(5);
        again.failed();
        assertThat(lockout.reserve(ANNA)).isNull();
    }

    @Test
    void giving_back_does_not_lift_a_lock_that_another_failure_brought() {
        Lockout.Reservation first = lockout.reserve(ANNA);
        clock.advance(Duration.ofMillis(1));
        fail(ANNA, 4);
        first.withdrawn();

        assertThat(lockout.reserve(ANNA)).isNull();
    }

    @Test
    void of_sixty_four_at_once_no_more_are_admitted_than_may_fail() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            CountDownLatch ready = new CountDownLatch(64);
            CountDownLatch go = new CountDownLatch(1);
            List<Future<Boolean>> tries = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                tries.add(threads.submit(() -> {
                    ready.countDown();
                    go.await();
                    return lockout.reserve(ANNA) != null;
                }));
            }
            assertThat(ready.await(10, TimeUnit.SECONDS)).isTrue();
            go.countDown();
            int admitted = 0;
            for (Future<Boolean> each : tries) {
                admitted += each.get(10, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertThat(admitted).isEqualTo(5);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_user_is_locked_from_one_network_only() {
        fail(ANNA, 5);

        assertThat(lockout.reserve(new LockoutKey("anna", "10.0.0.2/32"))).isNotNull();
        assertThat(lockout.reserve(new LockoutKey("bert", "10.0.0.1/32"))).isNotNull();
    }

    @Test
    void counts_and_locks_outlive_the_process_even_when_it_ended_before_the_answer() {
        fail(ANNA, 4);
        assertThat(lockout.reserve(ANNA)).isNotNull(); // under way when the process ends
        clock.advance(Duration.ofSeconds(10));

        restart();

        assertThat(lockout.reserve(ANNA)).isNull();
        clock.advance(Duration.ofSeconds(20));
        assertThat(lockout.reserve(ANNA).failures()).isEqualTo(6);
    }

    @Test
    void a_wall_clock_set_back_does_not_prolong_a_lock_beyond_what_it_was() {
        fail(ANNA, 5);
        clock.set(Instant.parse("2020-01-01T00:00:00Z"));

        restart();

        clock.advance(Duration.ofSeconds(29));
        assertThat(lockout.reserve(ANNA)).isNull();
        clock.advance(Duration.ofSeconds(1));
        assertThat(lockout.reserve(ANNA)).isNotNull();
    }

    @Test
    void a_wall_clock_that_jumps_does_not_touch_a_lock_of_this_process() {
        fail(ANNA, 5);
        clock.set(Instant.parse("2036-01-01T00:00:00Z"));

        assertThat(lockout.reserve(ANNA)).isNull();
        get(lockout.purge());
        assertThat(lockout.reserve(ANNA)).isNull();
    }

    @Test
    void names_that_nobody_has_are_kept_a_day_and_users_a_month() {
        LockoutKey nobody = new LockoutKey("?0a", "10.0.0.1/32");
        fail(ANNA, 3);
        fail(nobody, 3);
        clock.advance(Duration.ofHours(25));
        get(lockout.purge());
        assertThat(journal.lockouts()).extracting(LockoutRow::key).containsExactly(ANNA);

        clock.advance(Duration.ofDays(30));
        get(lockout.purge());
        assertThat(journal.lockouts()).isEmpty();
    }

    @Test
    void strangers_can_not_fill_the_counts_nor_push_out_those_of_users() {
        lockout = lockout(CONFIG, 100);
        fail(ANNA, 5);
        fail(new LockoutKey("bert", "10.0.0.1/32"), 4);
        for (int i = 0; i < 1000; i++) {
            clock.advance(Duration.ofMillis(1));
            fail(new LockoutKey("?" + i, "10.0.0.1/32"), 1);
        }

        assertThat(journal.lockouts()).hasSizeLessThanOrEqualTo(101);
        assertThat(lockout.reserve(ANNA)).isNull();
        assertThat(lockout.reserve(new LockoutKey("bert", "10.0.0.1/32")).failures())
                .isEqualTo(5);
    }

    @Test
    void the_largest_figures_do_not_overflow() {
        lockout = lockout(
                new LockoutConfig(
                        1,
                        Duration.ofSeconds(1),
                        Duration.ofDays(30),
                        100_000,
                        CONFIG.perNetwork(),
                        CONFIG.unknownDevices(),
                        CONFIG.perUser()),
                100);
        Duration lock = Duration.ZERO;
        for (int i = 0; i < 200; i++) {
            Lockout.Reservation next = lockout.reserve(ANNA);
            next.failed();
            assertThat(next.lock()).isGreaterThanOrEqualTo(lock).isLessThanOrEqualTo(Duration.ofDays(30));
            lock = next.lock();
            clock.advance(lock);
        }
        assertThat(lock).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void a_network_may_fail_so_often_a_minute_and_is_told_when_again() {
        NetworkBudget budget = new NetworkBudget(journal, network -> new Rate(30, Duration.ofMinutes(1)), clock, clock);
        for (int i = 0; i < 30; i++) {
            assertThat(budget.retryAfter("n")).isNull();
            assertThat(budget.reserve("n")).isNotNull();
        }
        assertThat(budget.reserve("n")).isNull();
        Duration wait = budget.retryAfter("n");
        assertThat(wait).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));

        clock.advance(wait);
        assertThat(budget.reserve("n")).isNotNull();
        assertThat(budget.retryAfter("m")).isNull();
    }

    @Test
    void over_a_boundary_a_network_has_no_second_budget() {
        NetworkBudget budget = new NetworkBudget(journal, network -> new Rate(30, Duration.ofMinutes(1)), clock, clock);
        budget.reserve("n");
        clock.advance(Duration.ofSeconds(59));
        for (int i = 0; i < 29; i++) {
            assertThat(budget.reserve("n")).isNotNull();
        }
        clock.advance(Duration.ofSeconds(2));
        int more = 0;
        while (budget.reserve("n") != null) {
            more++;
        }
        assertThat(more).isEqualTo(1);
        Duration wait = budget.retryAfter("n");
        clock.advance(wait);
        assertThat(budget.reserve("n")).isNotNull();
    }

    @Test
    void successes_cost_a_network_nothing() {
        NetworkBudget budget = new NetworkBudget(journal, network -> new Rate(2, Duration.ofMinutes(1)), clock, clock);
        for (int i = 0; i < 100; i++) {
            budget.reserve("n").givenBack();
        }
        assertThat(budget.retryAfter("n")).isNull();
    }

    @Test
    void what_a_network_failed_outlives_the_process_and_is_forgotten_in_time() {
        Rate rate = new Rate(2, Duration.ofMinutes(1));
        NetworkBudget budget = new NetworkBudget(journal, network -> rate, clock, clock);
        budget.reserve("n");
        budget.reserve("n");
        clock.advance(Duration.ofSeconds(30));

        budget = new NetworkBudget(journal, network -> rate, clock, clock);
        assertThat(budget.reserve("n")).isNull();
        assertThat(budget.retryAfter("n")).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));

        clock.advance(Duration.ofMinutes(3));
        assertThat(get(budget.purge())).isEqualTo(1);
        assertThat(journal.networks()).isEmpty();
    }

    @Test
    void an_administrator_gives_a_network_its_budget_back() {
        NetworkBudget budget = new NetworkBudget(journal, network -> new Rate(1, Duration.ofMinutes(1)), clock, clock);
        budget.reserve("n");
        assertThat(budget.reserve("n")).isNull();

        assertThat(get(budget.clear("n"::equals))).isEqualTo(1);

        assertThat(budget.reserve("n")).isNotNull();
    }

    private void fail(LockoutKey key, int times) {
        for (int i = 0; i < times; i++) {
            Lockout.Reservation reservation = lockout.reserve(key);
            assertThat(reservation).isNotNull();
            reservation.failed();
        }
    }

    private void restart() {
        clock.advance(Duration.ZERO);
        lockout = lockout(CONFIG, 100);
    }

    private Lockout lockout(LockoutConfig config, int most) {
        return new Lockout(journal, key -> LockRule.onNetwork(config), clock, clock, most);
    }
}
