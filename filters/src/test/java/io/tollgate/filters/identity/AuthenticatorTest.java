package io.tollgate.filters.identity;

import static io.tollgate.filters.identity.Stages.failure;
import static io.tollgate.filters.identity.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.LockoutConfig;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.seal.SealingKey;
import io.tollgate.filters.store.StoreUnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class AuthenticatorTest {
    private static final LoginSource HERE = new LoginSource("10.0.0.1/32", "billing", "R1");
    private static final LoginSource THERE = new LoginSource("10.0.0.2/32", "billing", "R2");
    private static final String RIGHT = "correct horse";

    private final FakeClock clock = new FakeClock();
    private final FakeCounterJournal counters = new FakeCounterJournal();
    private final FakeUserJournal journal = new FakeUserJournal();
    private final FakeTrail trail = new FakeTrail();
    private final FakeHasher hasher = new FakeHasher();
    private final SecureRandom random = new SecureRandom();
    private HashPool pool = new HashPool(2, 100, clock);
    private UserDirectory users;
    private Authenticator door;
    private User anna;

    @BeforeEach
    void open() throws Exception {
        users = new UserDirectory(journal, new DeclaredRoles(() -> Set.of("biller")), clock, random);
        anna = get(users.add("anna@clinic.example", Set.of("biller"), FakeHasher.of(RIGHT), false, Evidence.NONE));
        door = door(LockoutConfig.DEFAULT);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void the_right_password_is_accepted_however_the_name_is_typed() {
        assertThat(login(" Anna@Clinic.EXAMPLE ", RIGHT)).isEqualTo(new Authentication.Accepted(anna));
        assertThat(hasher.compared).hasValue(1);
        assertThat(counters.lockouts()).isEmpty();
    }

    @Test
    void wrong_unknown_disabled_and_locked_cost_one_hash_each_and_tell_one_thing_outwardly() {
        assertThat(login("anna@clinic.example", "wrong")).isEqualTo(new Authentication.Refused("login.password"));
        assertThat(hashes()).isEqualTo(1);
        assertThat(login("nobody@clinic.example", "wrong")).isEqualTo(new Authentication.Refused("login.unknown"));
        assertThat(hashes()).isEqualTo(2);
        for (int i = 0; i < 4; i++) {
            login("anna@clinic.example", "wrong");
        }
        assertThat(login("anna@clinic.example", RIGHT)).isEqualTo(new Authentication.Refused("login.locked"));
        assertThat(hashes()).isEqualTo(7);
        assertThat(hasher.compared).hasValue(5);
        get(users.setEnabled(anna.id(), false, Evidence.NONE));
        assertThat(get(door.authenticate(anna.name(), chars(RIGHT), THERE)))
                .isEqualTo(new Authentication.Refused("login.disabled"));
        assertThat(hashes()).isEqualTo(8);
        assertThat(hasher.compared).hasValue(5);
    }

    @Test
    void of_sixty_four_wrong_attempts_at_once_five_are_compared() throws Exception {
        List<Authentication> answers = race(64, () -> door.authenticate(anna.name(), chars("wrong"), HERE));

        assertThat(hasher.compared).hasValue(5);
        assertThat(answers)
                .filteredOn(new Authentication.Refused("login.password")::equals)
                .hasSize(5);
        assertThat(answers).noneMatch(Authentication.Accepted.class::isInstance);
    }

    @Test
    void of_sixty_four_wrong_attempts_at_once_on_names_nobody_has_five_reach_the_lock() throws Exception {
        List<Authentication> answers = race(64, () -> door.authenticate("nobody@x.example", chars("wrong"), HERE));

        assertThat(answers)
                .filteredOn(new Authentication.Refused("login.unknown")::equals)
                .hasSize(5);
        assertThat(trail.appended())
                .filteredOn(AuditEvent.LockedOut.class::isInstance)
                .hasSize(1);
    }

    @Test
    void a_signature_lets_in_whoever_it_names_without_a_hash() {
        assertThat(signature(anna.id())).isEqualTo(new Authentication.Accepted(anna));
        assertThat(hashes()).isZero();
        assertThat(counters.networks()).allMatch(row -> row.failures() == 0);
    }

    @Test
    void a_signature_of_somebody_disabled_or_unknown_is_refused_as_any() {
        get(users.setEnabled(anna.id(), false, Evidence.NONE));
        assertThat(signature(anna.id())).isEqualTo(new Authentication.Refused("login.disabled"));
        assertThat(signature("gone")).isEqualTo(new Authentication.Refused("login.unknown"));
        assertThat(signature(null)).isEqualTo(new Authentication.Refused("passkey.unknown"));
        assertThat(trail.aggregated())
                .extracting(AuditEvent::reason)
                .containsExactly("login.disabled", "login.unknown", "passkey.unknown");
        assertThat(counters.networks()).extracting(NetworkRow::failures).containsExactly(3);
    }

    @Test
    void strangers_lock_the_password_and_spend_the_networks_budget_and_the_passkey_still_lets_its_owner_in() {
        for (int i = 0; i < 5; i++) {
            login("anna@clinic.example", "wrong");
        }
        assertThat(login("anna@clinic.example", RIGHT)).isEqualTo(new Authentication.Refused("login.locked"));
        assertThat(signature(anna.id())).isEqualTo(new Authentication.Accepted(anna));
        for (int i = 0; i < 40; i++) {
            signature(null);
        }
        assertThat(signature(null)).isInstanceOf(Authentication.TooMany.class);
        assertThat(signature(anna.id())).isEqualTo(new Authentication.Accepted(anna));
        assertThat(login("anna@clinic.example", RIGHT)).isInstanceOf(Authentication.TooMany.class);
    }

    @Test
    void a_signature_is_judged_once_its_failure_is_on_disk_and_a_full_pool_is_no_failure() {
        counters.slow();
        CompletionStage<Authentication> answer = door.authenticate(
                (context, isKnown) -> CompletableFuture.completedStage(new SignatureProof.Signer(anna.id(), "")), HERE);
        assertThat(answer.toCompletableFuture()).isNotDone();
        counters.sync();
        assertThat(get(answer)).isInstanceOf(Authentication.Accepted.class);
        CompletionStage<Authentication> full = door.authenticate(
                (context, isKnown) -> CompletableFuture.failedStage(new PoolFullException(Duration.ofSeconds(2))),
                HERE);
        counters.sync();
        assertThat(get(full)).isEqualTo(new Authentication.Busy(Duration.ofSeconds(2)));
        CompletionStage<Authentication> broken = door.authenticate(
                (context, isKnown) -> CompletableFuture.failedStage(new StoreUnavailableException("full", null)), HERE);
        counters.sync();
        assertThat(failure(broken)).isInstanceOf(StoreUnavailableException.class);
        counters.sync();
        assertThat(counters.networks()).allMatch(row -> row.failures() == 0);
    }

    private Authentication signature(String userId) {
        return get(door.authenticate(
                (context, isKnown) -> CompletableFuture.completedStage(
                        new SignatureProof.Signer(userId, userId == null ? "passkey.unknown" : "")),
                HERE));
    }

    @Test
    void nothing_is_compared_before_the_failure_is_on_disk() {
        counters.slow();
        CompletionStage<Authentication> answer = door.authenticate(anna.name(), chars(RIGHT), HERE);
        assertThat(hashes()).isZero();
        assertThat(answer.toCompletableFuture()).isNotDone();

        counters.sync();

        assertThat(get(answer)).isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void a_process_that_ends_while_it_hashes_has_counted_the_failure() {
        for (int i = 0; i < 4; i++) {
            login(anna.name(), "wrong");
        }
        List<LockoutRow> onDisk = new ArrayList<>();
        hasher.during.set(() -> onDisk.addAll(counters.lockouts()));

        login(anna.name(), "wrong");

        assertThat(counters.compared())
                .singleElement()
                .satisfies(row -> assertThat(row.count()).isEqualTo(5));
        assertThat(onDisk)
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.failures()).isEqualTo(5));
        assertThat(onDisk)
                .filteredOn(row -> !row.key().isOnUnknownDevices())
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.lockedUntil()).isEqualTo(clock.instant().plusSeconds(30));
                });
    }

    @Test
    void a_broken_store_is_neither_yes_nor_no_and_costs_nothing() {
        counters.breakDown();

        for (int i = 0; i < 50; i++) {
            assertThat(failure(door.authenticate(anna.name(), chars(RIGHT), HERE)))
                    .isInstanceOf(StoreUnavailableException.class);
        }
        assertThat(hashes()).isZero();
        assertThat(pool.taken()).isZero();
        counters.mend();
        assertThat(login(anna.name(), RIGHT)).isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void a_full_pool_sheds_before_anything_is_spent() {
        pool.close();
        pool = new HashPool(1, 0, clock);
        door = door(LockoutConfig.DEFAULT);
        HashPool.Claim only = pool.claim();
        int writes = counters.writes();

        assertThat(login(anna.name(), RIGHT))
                .isInstanceOfSatisfying(
                        Authentication.Busy.class,
                        busy -> assertThat(busy.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60)));
        assertThat(counters.writes()).isEqualTo(writes);

        only.release();
        assertThat(login(anna.name(), RIGHT)).isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void a_network_that_failed_too_often_is_told_when_again_and_costs_no_hash() {
        for (int i = 0; i < 30; i++) {
            login("user" + i + "@x.example", "wrong");
        }
        int writes = counters.writes();

        assertThat(login(anna.name(), RIGHT)).isInstanceOf(Authentication.TooMany.class);
        assertThat(hashes()).isEqualTo(30);
        assertThat(counters.writes()).isEqualTo(writes);
        assertThat(get(door.authenticate(anna.name(), chars(RIGHT), THERE)))
                .isInstanceOf(Authentication.Accepted.class);
        clock.advance(Duration.ofSeconds(62));
        assertThat(login(anna.name(), RIGHT)).isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void successes_never_use_up_a_network() {
        for (int i = 0; i < 100; i++) {
            assertThat(login(anna.name(), RIGHT)).isInstanceOf(Authentication.Accepted.class);
        }
    }

    @Test
    void a_user_disabled_while_the_hash_is_computed_is_refused() {
        hasher.during.set(() -> get(users.setEnabled(anna.id(), false, Evidence.NONE)));

        assertThat(login(anna.name(), RIGHT)).isEqualTo(new Authentication.Refused("login.disabled"));
    }

    @Test
    void a_password_replaced_while_the_old_one_is_compared_is_what_counts() {
        hasher.during.set(() -> get(users.setPassword(anna.id(), FakeHasher.of("new"), false, Evidence.NONE)));

        assertThat(login(anna.name(), RIGHT)).isEqualTo(new Authentication.Refused("login.password"));
    }

    @Test
    void roles_taken_away_while_the_hash_is_computed_are_gone_in_the_answer() {
        hasher.during.set(() -> get(users.setRoles(anna.id(), Set.of(), Evidence.NONE)));

        assertThat(login(anna.name(), RIGHT))
                .isInstanceOfSatisfying(
                        Authentication.Accepted.class,
                        yes -> assertThat(yes.user().roles()).isEmpty());
    }

    @Test
    void a_hasher_that_throws_is_no_answer_and_stays_counted() {
        hasher.during.set(() -> {
            throw new IllegalStateException("unreadable hash");
        });

        assertThat(failure(door.authenticate(anna.name(), chars(RIGHT), HERE)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(counters.lockouts())
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.failures()).isEqualTo(1));
        assertThat(pool.taken()).isZero();
    }

    @Test
    void unlocking_and_changing_go_through_the_same_counts() {
        for (int i = 0; i < 5; i++) {
            assertThat(get(door.verify(anna.id(), chars("wrong"), HERE))).isInstanceOf(Authentication.Refused.class);
        }
        assertThat(login(anna.name(), RIGHT)).isEqualTo(new Authentication.Refused("login.locked"));
        assertThat(get(door.verify(anna.id(), chars(RIGHT), THERE))).isInstanceOf(Authentication.Accepted.class);
        assertThat(get(door.verify("gone", chars(RIGHT), THERE)))
                .isEqualTo(new Authentication.Refused("login.unknown"));
    }

    @Test
    void each_failure_is_aggregated_and_a_lockout_is_in_the_trail_before_the_answer() {
        for (int i = 0; i < 5; i++) {
            login(anna.name(), "wrong");
        }
        assertThat(trail.aggregated()).hasSize(5).allSatisfy(event -> {
            assertThat(event.reason()).isEqualTo("login.password");
            assertThat(event.context().userId()).isEqualTo(anna.id());
            assertThat(event.context().network()).isEqualTo("10.0.0.1/32");
        });
        assertThat(trail.appended()).singleElement().isInstanceOfSatisfying(AuditEvent.LockedOut.class, event -> {
            assertThat(event.failures()).isEqualTo(5);
            assertThat(event.seconds()).isEqualTo(30);
            assertThat(event.untilAdmin()).isFalse();
        });
    }

    @Test
    void a_trail_that_can_not_take_a_lockout_is_no_answer_but_the_lock_holds() {
        trail.breakDown();
        for (int i = 0; i < 4; i++) {
            login(anna.name(), "wrong");
        }
        assertThat(failure(door.authenticate(anna.name(), chars("wrong"), HERE)))
                .hasMessageContaining("disk is full");
        assertThat(login(anna.name(), RIGHT)).isEqualTo(new Authentication.Refused("login.locked"));
    }

    @Test
    void a_name_nobody_has_is_not_on_disk_and_short_and_plain_in_the_trail() {
        login("hunter2 my password\u0007\u202e" + "x".repeat(1000), "wrong");

        assertThat(counters.lockouts())
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.key().subject()).matches("\\?[0-9a-f]{64}"));
        assertThat(trail.aggregated())
                .singleElement()
                .satisfies(event -> assertThat(event.context().userName())
                        .startsWith("hunter2 my password??xx")
                        .hasSize(254));
    }

    @Test
    void passwords_are_wiped_whatever_the_answer() {
        char[] right = chars(RIGHT);
        get(door.authenticate(anna.name(), right, HERE));
        char[] wrong = chars("wrong");
        get(door.authenticate("nobody", wrong, HERE));

        assertThat(right).containsOnly('\0');
        assertThat(wrong).containsOnly('\0');
    }

    private Authenticator door(LockoutConfig config) {
        try {
            return new Authenticator(new Authenticator.Parts(
                    users,
                    Counting.of(clock, counters, users, config, trail).budgets(),
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

    private Authentication login(String name, String password) {
        return get(door.authenticate(name, chars(password), HERE));
    }

    private int hashes() {
        return hasher.compared.get() + hasher.dummies.get();
    }

    private static char[] chars(String text) {
        return text.toCharArray();
    }

    private static List<Authentication> race(int count, Supplier<CompletionStage<Authentication>> attempt)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            CountDownLatch ready = new CountDownLatch(count);
            CountDownLatch go = new CountDownLatch(1);
            List<Future<Authentication>> tries = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                tries.add(threads.submit(() -> {
                    ready.countDown();
                    go.await();
                    return get(attempt.get());
                }));
            }
            assertThat(ready.await(10, TimeUnit.SECONDS)).isTrue();
            go.countDown();
            List<Authentication> answers = new ArrayList<>();
            for (Future<Authentication> each : tries) {
                answers.add(each.get(10, TimeUnit.SECONDS));
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }
}
