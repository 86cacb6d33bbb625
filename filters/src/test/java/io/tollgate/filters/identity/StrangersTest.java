package io.tollgate.filters.identity;

import static io.tollgate.filters.identity.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.Cidr;
import io.tollgate.config.LockoutConfig;
import io.tollgate.config.NetworkConfig;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.device.Presented;
import io.tollgate.filters.seal.SealingKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That strangers lock out nobody but strangers, and get no further than their budgets. */
@Timeout(30)
final class StrangersTest {
    private static final NetworkConfig CLINIC =
            new NetworkConfig("northside", List.of(Cidr.parse("203.0.113.0/28")), 10);
    private static final String RIGHT = "correct horse";
    private static final Authentication LOCKED = new Authentication.Refused("login.locked");
    private static final Authentication WRONG = new Authentication.Refused("login.password");

    private final FakeClock clock = new FakeClock();
    private final FakeCounterJournal counters = new FakeCounterJournal();
    private final FakeTrail trail = new FakeTrail();
    private final FakeHasher hasher = new FakeHasher();
    private final HashPool pool = new HashPool(1, 100, clock);
    private final UserDirectory users = new UserDirectory(
            new FakeUserJournal(), new DeclaredRoles(() -> Set.of("biller")), clock, new SecureRandom());
    private final Counting counting =
            Counting.of(clock, counters, users, LockoutConfig.DEFAULT, trail).with(CLINIC);
    private Budgets budgets;
    private Authenticator door;
    private User anna;
    private Presented known;

    @BeforeEach
    void open() {
        anna = get(users.add("anna@clinic.example", Set.of("biller"), FakeHasher.of(RIGHT), false, Evidence.NONE));
        known = get(counting.devices().loggedIn(anna.id(), Presented.NOTHING, "Firefox on Linux"));
        begin();
    }

    private void begin() {
        budgets = counting.budgets();
        try {
            door = new Authenticator(new Authenticator.Parts(
                    users,
                    budgets,
                    pool,
                    hasher,
                    trail,
                    SealingKey.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "test")
                            .derive("names"),
                    PasswordUpkeep.NONE));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void from_many_networks_ten_are_compared_and_then_none_for_half_an_hour() {
        for (int i = 0; i < 50; i++) {
            stranger(i, "wrong");
        }
        assertThat(hasher.compared).hasValue(10);
        clock.advance(Duration.ofMinutes(29));
        assertThat(stranger(99, RIGHT)).isEqualTo(LOCKED);
        clock.advance(Duration.ofMinutes(1));
        assertThat(stranger(99, RIGHT)).isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void a_hundred_are_compared_in_a_day_however_slow_they_come_and_whatever_restarts() {
        int compared = 0;
        for (int minutes = 0; minutes < 24 * 60; minutes += 5) {
            stranger(minutes, "wrong");
            clock.advance(Duration.ofMinutes(5));
            if (minutes % 60 == 0) {
                begin();
            }
            compared = hasher.compared.get();
        }
        assertThat(compared).isEqualTo(100);
        assertThat(stranger(9999, RIGHT)).isEqualTo(LOCKED);
        assertThat(counters.compared()).isNotEmpty();
    }

    @Test
    void in_no_day_whenever_it_begins_are_more_than_a_hundred_compared() {
        int[] perTenMinutes = new int[6 * 24 * 5];
        for (int i = 0; i < perTenMinutes.length; i++) {
            int before = hasher.compared.get();
            for (int n = 0; n < 12; n++) {
                stranger(i * 12 + n, "wrong");
            }
            perTenMinutes[i] = hasher.compared.get() - before;
            clock.advance(Duration.ofMinutes(10));
        }
        for (int start = 0; start + 144 < perTenMinutes.length; start++) {
            int day = 0;
            for (int i = start; i < start + 144; i++) {
                day += perTenMinutes[i];
            }
            assertThat(day).isLessThanOrEqualTo(100);
        }
    }

    @Test
    void a_known_device_logs_in_whatever_strangers_do_even_from_their_network() {
        for (int i = 0; i < 200; i++) {
            stranger(i, "wrong");
            attempt(source("10.0.0.1", null, Presented.NOTHING), "wrong"); // uses up the network's budget, too
        }
        assertThat(attempt(source("10.0.0.1", null, Presented.NOTHING), RIGHT))
                .isInstanceOf(Authentication.TooMany.class);
        assertThat(attempt(source("10.0.0.1", null, known), RIGHT)).isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void what_locks_until_an_administrator_unlocks_leaves_a_known_device_alone() {
        for (int i = 0; i < 20; i++) {
            attempt(source("10.0.0.1", null, Presented.NOTHING), "wrong");
            clock.advance(Duration.ofHours(1));
        }
        assertThat(attempt(source("10.0.0.1", null, Presented.NOTHING), RIGHT)).isEqualTo(LOCKED);
        assertThat(budgets.list()).anyMatch(LockoutState::untilAdmin);
        assertThat(attempt(source("10.0.0.1", null, known), RIGHT)).isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void a_known_device_has_a_lock_of_its_own_and_none_of_other_users() {
        for (int i = 0; i < 5; i++) {
            assertThat(attempt(source("10.0.0.1", null, known), "wrong")).isEqualTo(WRONG);
        }
        assertThat(attempt(source("10.0.0.1", null, known), RIGHT)).isEqualTo(LOCKED);
        assertThat(stranger(1, RIGHT)).isInstanceOf(Authentication.Accepted.class);
        clock.advance(Duration.ofSeconds(30));
        assertThat(attempt(source("10.0.0.1", null, known), RIGHT)).isInstanceOf(Authentication.Accepted.class);
        assertThat(trail.appended())
                .singleElement()
                .satisfies(event -> assertThat(event.reason()).isEqualTo("lockout.device"));

        get(users.add("bert@clinic.example", Set.of(), FakeHasher.of(RIGHT), false, Evidence.NONE));
        for (int i = 0; i < 5; i++) {
            get(door.authenticate("bert@clinic.example", "wrong".toCharArray(), source("10.0.0.1", null, known)));
        }
        assertThat(get(door.authenticate("bert@clinic.example", RIGHT.toCharArray(), source("10.0.0.1", null, known))))
                .isEqualTo(LOCKED);
    }

    @Test
    void whoever_stole_a_device_has_twenty_guesses_and_is_a_stranger_then() {
        for (int i = 0; i < 20; i++) {
            assertThat(attempt(source("10.0.0.1", null, known), "wrong")).isEqualTo(WRONG);
            clock.advance(Duration.ofMinutes(15));
        }
        assertThat(counting.devices().of(anna.id())).isEmpty();
        for (int i = 0; i < 50; i++) {
            attempt(source("10.0.1." + i, null, known), "wrong");
        }
        assertThat(hasher.compared).hasValue(30);
    }

    @Test
    void whoever_stole_a_device_that_its_user_logs_in_from_has_a_hundred_a_day_no_more() {
        int compared = 0;
        for (int i = 0; i < 24 * 4; i++) {
            for (int n = 0; n < 4; n++) {
                attempt(source("10.0.0.1", null, known), "wrong");
            }
            compared = hasher.compared.get();
            attempt(source("203.0.113.1", "northside", known), RIGHT); // forgives what is counted in a row
            hasher.compared.set(compared);
            clock.advance(Duration.ofMinutes(15));
        }
        assertThat(counting.devices().of(anna.id())).isEmpty();
        assertThat(compared).isLessThanOrEqualTo(100 + 100); // as the device, and as a stranger
    }

    @Test
    void a_declared_network_has_ten_times_the_budget_and_strangers_do_not_touch_it() {
        for (int i = 0; i < 200; i++) {
            stranger(i, "wrong");
        }
        int before = hasher.compared.get();
        for (int i = 0; i < 50; i++) {
            assertThat(attempt(clinic(), "wrong")).isEqualTo(WRONG);
        }
        assertThat(hasher.compared.get() - before).isEqualTo(50);
        assertThat(attempt(clinic(), RIGHT)).isEqualTo(LOCKED);
        clock.advance(Duration.ofSeconds(30));
        assertThat(attempt(clinic(), RIGHT)).isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void a_machine_inside_a_clinic_gets_a_hundred_a_day_and_locks_nobody_out_for_good_nor_on_a_known_device() {
        for (int i = 0; i < 24 * 60; i++) {
            attempt(clinic(), "wrong");
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(hasher.compared).hasValue(100);
        assertThat(budgets.list()).noneMatch(LockoutState::untilAdmin);
        assertThat(attempt(clinic(), RIGHT)).isEqualTo(LOCKED);
        assertThat(attempt(source("203.0.113.1", "northside", known), RIGHT))
                .isInstanceOf(Authentication.Accepted.class);
        assertThat(stranger(1, RIGHT)).isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void attempts_while_locked_neither_count_nor_extend_nor_reach_the_disk_but_for_the_network() {
        for (int i = 0; i < 10; i++) {
            stranger(i, "wrong");
        }
        List<LockoutRow> before = counters.lockouts();
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofSeconds(10));
            assertThat(stranger(1000 + i, "wrong")).isEqualTo(LOCKED);
        }
        assertThat(counters.lockouts()).containsExactlyInAnyOrderElementsOf(before);
        clock.advance(Duration.ofMinutes(30).minusSeconds(1000));
        assertThat(stranger(5000, RIGHT)).isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void names_that_nobody_has_meet_the_same_counts() {
        for (int i = 0; i < 50; i++) {
            get(door.authenticate(
                    "nobody@x.example", "wrong".toCharArray(), source("10.1.0." + i, null, Presented.NOTHING)));
        }
        assertThat(trail.aggregated())
                .extracting(AuditEvent::reason)
                .filteredOn("login.unknown"::equals)
                .hasSize(10);
        assertThat(trail.appended()).extracting(AuditEvent::reason).containsExactly("lockout.unknown-devices");
    }

    @Test
    void an_administrator_forgives_all_of_it_at_once() {
        for (int i = 0; i < 150; i++) {
            stranger(i, "wrong");
            clock.advance(Duration.ofMinutes(5));
        }
        assertThat(stranger(1, RIGHT)).isEqualTo(LOCKED);
        assertThat(budgets.list()).anyMatch(LockoutState::isBudget);

        get(budgets.forgive(anna.id()));

        assertThat(budgets.list()).isEmpty();
        assertThat(counters.lockouts()).isEmpty();
        assertThat(counters.compared()).isEmpty();
        assertThat(stranger(1, RIGHT)).isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void many_names_from_one_network_are_one_event_and_leave_it_a_sixth_of_its_budget() {
        LoginSource there = source("10.0.0.9", null, Presented.NOTHING);
        for (int minute = 0; minute < 20; minute++) {
            for (int i = 0; i < 60; i++) {
                get(door.authenticate("name" + minute + "-" + i + "@x.example", "wrong".toCharArray(), there));
            }
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(attacks()).singleElement().satisfies(event -> {
            assertThat(event.reason()).isEqualTo("attack.stuffing");
            assertThat(event.context().network()).isEqualTo("10.0.0.9");
        });
        assertThat(budgets.sweeps())
                .singleElement()
                .satisfies(sweep -> assertThat(sweep.network()).isEqualTo("10.0.0.9"));
        assertThat(hasher.dummies.get()).isLessThan(40 + 20 * 6);
        assertThat(attempt(source("10.0.0.9", null, known), RIGHT)).isInstanceOf(Authentication.Accepted.class);
        clock.advance(Sweeps.WINDOW.plusSeconds(1));
        assertThat(budgets.sweeps()).isEmpty();
    }

    @Test
    void one_name_from_many_networks_is_one_event_an_hour_while_it_lasts() {
        for (int i = 0; i < 150; i++) {
            stranger(i, "wrong");
            clock.advance(Duration.ofSeconds(29));
        }
        assertThat(attacks()).hasSize(2).allSatisfy(event -> {
            assertThat(event.reason()).isEqualTo("attack.spraying");
            assertThat(event.context().userId()).isEqualTo(anna.id());
        });
        assertThat(budgets.sweeps())
                .singleElement()
                .satisfies(sweep -> assertThat(sweep.subject()).isEqualTo(anna.id()));
    }

    @Test
    void a_clinic_full_of_people_who_mistype_is_no_attack() {
        for (int i = 0; i < 100; i++) {
            get(door.authenticate("name" + i + "@x.example", "wrong".toCharArray(), clinic()));
        }
        assertThat(attacks()).isEmpty();
    }

    @Test
    void of_sixty_four_at_once_from_as_many_networks_ten_are_compared_and_none_is_left_counted_in_vain()
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<Authentication>> tries = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                int number = i;
                tries.add(threads.submit(() -> {
                    go.await();
                    return stranger(number, "wrong");
                }));
            }
            go.countDown();
            for (Future<Authentication> one : tries) {
                assertThat(one.get(10, TimeUnit.SECONDS)).isIn(WRONG, LOCKED);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(hasher.compared).hasValue(10);
        assertThat(counters.lockouts())
                .filteredOn(row -> row.key().isOnUnknownDevices())
                .singleElement()
                .satisfies(row -> assertThat(row.failures()).isEqualTo(10));
        assertThat(counters.lockouts())
                .filteredOn(row -> !row.key().isOnUnknownDevices())
                .hasSize(10);
        assertThat(counters.compared())
                .singleElement()
                .satisfies(row -> assertThat(row.count()).isEqualTo(10));
    }

    @Test
    void strangers_who_fill_the_pool_leave_places_to_who_is_known() {
        List<HashPool.Claim> taken = new ArrayList<>();
        while (taken.size() < 76) { // 1 that hashes and three quarters of 100
            taken.add(pool.claimAsStranger());
        }
        assertThat(stranger(1, RIGHT)).isInstanceOf(Authentication.Busy.class);
        assertThat(attempt(source("10.0.0.1", null, known), RIGHT)).isInstanceOf(Authentication.Accepted.class);
        assertThat(attempt(clinic(), RIGHT)).isInstanceOf(Authentication.Accepted.class);

        taken.forEach(HashPool.Claim::release);
        assertThat(stranger(1, RIGHT)).isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void where_a_bound_in_a_row_is_asked_for_it_holds_everywhere_but_on_a_known_device() {
        LockoutConfig d = LockoutConfig.DEFAULT;
        LockoutConfig strict = new LockoutConfig(
                d.after(),
                d.first(),
                d.longest(),
                d.untilAdminAfter(),
                d.perNetwork(),
                new LockoutConfig.UnknownDevices(10, Duration.ofMinutes(30), 100),
                d.perUser());
        assertThat(LockRule.onUnknownDevices(strict).isForGood(100)).isTrue();
        assertThat(LockRule.onDeclared(strict, 10).isForGood(100)).isTrue();
        assertThat(LockRule.onDeclared(d, 10).isForGood(100_000)).isFalse();
        assertThat(LockRule.onDevice(strict).isForGood(100_000)).isFalse();
    }

    private List<AuditEvent> attacks() {
        return trail.aggregated().stream()
                .filter(AuditEvent.Attacked.class::isInstance)
                .toList();
    }

    private static LoginSource clinic() {
        return source("203.0.113.1", "northside", Presented.NOTHING);
    }

    private static LoginSource source(String network, String declared, Presented devices) {
        return new LoginSource(network, declared, "billing", null, devices);
    }

    private Authentication stranger(int number, String password) {
        String network = "198." + number / 65536 + "." + number / 256 % 256 + "." + number % 256;
        return attempt(source(network, null, Presented.NOTHING), password);
    }

    private Authentication attempt(LoginSource source, String password) {
        return get(door.authenticate(anna.name(), password.toCharArray(), source));
    }
}
