package io.tollgate.filters.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.login.FakeTrail;
import io.tollgate.filters.seal.SealKeyException;
import io.tollgate.filters.seal.Sealer;
import io.tollgate.filters.seal.SealingKey;
import io.tollgate.filters.session.FakeTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Codes of an app and of paper: each once, and only so many wrong ones. */
final class CodeCheckTest {
    private static final AuditEvent.Context ADA = new AuditEvent.Context("u1", "ada", "192.0.2.1/32", "billing", null);

    private final FakeTime time = new FakeTime();
    private final FakeFactorJournal journal = new FakeFactorJournal();
    private final FakeTrail trail = new FakeTrail();
    private final Sealer sealer = new Sealer(key(), new SecureRandom());
    private SecondFactors second;
    private List<String> recovery;
    private String sealed;

    private static SealingKey key() {
        try {
            return SealingKey.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "test");
        } catch (SealKeyException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void an_app_that_was_set_up_a_while_ago() {
        start();
        sealed = second.factors().newSeed("u1");
        recovery = second.factors()
                .enrol("u1", sealed, Totp.step(time.instant()))
                .toCompletableFuture()
                .join();
        time.pass(Duration.ofMinutes(5));
    }

    private void start() {
        second = SecondFactors.of(journal, sealer, trail, time, time, new SecureRandom(), Runnable::run);
    }

    private String code(Instant at) {
        byte[] seed = sealer.open(Factors.SEED, "u1", sealed);
        return String.format("%06d", Totp.code(seed, Totp.step(at), 6));
    }

    private String now() {
        return code(time.instant());
    }

    /** None of the three that would do. */
    private String wrong() {
        List<String> right = List.of(
                code(time.instant().minusSeconds(30)),
                now(),
                code(time.instant().plusSeconds(30)));
        return List.of("000000", "111111", "222222", "333333").stream()
                .filter(each -> !right.contains(each))
                .findFirst()
                .orElseThrow();
    }

    private FactorVerdict judge(String typed) {
        return judge("s1", typed);
    }

    private FactorVerdict judge(String attempt, String typed) {
        return second.check()
                .judge("u1", attempt, typed.toCharArray(), ADA)
                .toCompletableFuture()
                .join();
    }

    private static FactorVerdict proved(FactorMethod method) {
        return new FactorVerdict.Proved(method);
    }

    @Test
    void a_code_is_right_once_and_so_is_one_of_a_telephone_that_is_half_a_minute_off() {
        assertThat(judge(code(time.instant().minusSeconds(30)))).isEqualTo(proved(FactorMethod.TOTP));
        assertThat(judge(code(time.instant().minusSeconds(30)))).isEqualTo(FactorVerdict.Refused.REFUSED);
        assertThat(judge(now())).isEqualTo(proved(FactorMethod.TOTP));
        assertThat(judge(code(time.instant().plusSeconds(30)))).isEqualTo(proved(FactorMethod.TOTP));
        assertThat(judge(now())).as("a step before the last one").isEqualTo(FactorVerdict.Refused.REFUSED);
        assertThat(trail.types()).contains("factor.failed");
        time.pass(Duration.ofSeconds(60));

        assertThat(judge(" " + now().substring(0, 3) + " " + now().substring(3) + "\n"))
                .isEqualTo(proved(FactorMethod.TOTP));
        assertThat(journal.counters).isEmpty();
    }

    @Test
    void a_code_is_on_disk_as_used_before_anybody_is_told_that_it_was_right() {
        String code = now();
        journal.isHolding = true;
        CompletableFuture<FactorVerdict> judged =
                second.check().judge("u1", "s1", code.toCharArray(), ADA).toCompletableFuture();
        assertThat(judged).isNotDone();
        assertThat(journal.counters).isEmpty();
        journal.release();
        assertThat(judged.join()).isEqualTo(proved(FactorMethod.TOTP));

        start();
        assertThat(judge(code)).as("after a restart").isEqualTo(FactorVerdict.Refused.REFUSED);
    }

    @Test
    void a_clock_that_is_set_back_gives_no_code_again_and_one_that_is_set_forward_and_right_again_loses_nobody() {
        Instant right = time.instant();
        String used = now();
        assertThat(judge(used)).isEqualTo(proved(FactorMethod.TOTP));

        time.setWallClock(right.minus(Duration.ofHours(1)));
        assertThat(judge(used)).isEqualTo(FactorVerdict.Refused.REFUSED);
        time.setWallClock(right.plusSeconds(3));
        assertThat(judge(used)).isEqualTo(FactorVerdict.Refused.REFUSED);

        time.setWallClock(right.plus(Duration.ofDays(400)));
        assertThat(judge("s2", code(right.plusSeconds(60)))).isEqualTo(FactorVerdict.Refused.REFUSED);
        time.setWallClock(right.plusSeconds(60));
        assertThat(judge("s2", code(right.plusSeconds(60)))).isEqualTo(proved(FactorMethod.TOTP));
    }

    @Test
    void a_recovery_code_is_right_once_and_over_a_restart() {
        assertThat(second.factors().recoveryLeft("u1")).isEqualTo(10);
        assertThat(judge(recovery.get(3))).isEqualTo(proved(FactorMethod.RECOVERY));
        assertThat(judge(recovery.get(3))).isEqualTo(FactorVerdict.Refused.REFUSED);
        assertThat(trail.types()).contains("recovery.used");
        start();

        assertThat(judge(recovery.get(3))).isEqualTo(FactorVerdict.Refused.REFUSED);
        assertThat(judge(recovery.get(4).toLowerCase(java.util.Locale.ROOT))).isEqualTo(proved(FactorMethod.RECOVERY));
        assertThat(second.factors().recoveryLeft("u1")).isEqualTo(8);
        assertThat(journal.recovery.get("u1"))
                .allSatisfy(hash -> assertThat(recovery).doesNotContain(hash));
    }

    @Test
    void five_wrong_ones_end_the_attempt_and_nothing_of_it_is_looked_at_any_more() {
        for (int i = 0; i < 4; i++) {
            assertThat(judge(wrong())).isEqualTo(FactorVerdict.Refused.REFUSED);
        }
        assertThat(judge("nonsense")).isEqualTo(FactorVerdict.AttemptOver.OVER);
        assertThat(judge(now())).isEqualTo(FactorVerdict.AttemptOver.OVER);
        assertThat(second.counter().failures("u1")).isEqualTo(5);

        assertThat(judge("s2", now())).isEqualTo(proved(FactorMethod.TOTP));
        assertThat(second.counter().failures("u1")).isZero();
    }

    @Test
    void ten_wrong_ones_in_a_row_lock_the_factor_for_a_quarter_of_an_hour_without_counting_more() {
        for (int i = 0; i < 10; i++) {
            assertThat(judge("s" + i / 4, wrong())).isEqualTo(FactorVerdict.Refused.REFUSED);
        }
        assertThat(trail.types()).containsOnlyOnce("factor.locked");
        for (int i = 0; i < 20; i++) {
            assertThat(judge("x", now())).isInstanceOf(FactorVerdict.LockedFor.class);
        }
        assertThat(second.counter().failures("u1")).isEqualTo(10);
        time.pass(Duration.ofMinutes(15).minusSeconds(1));
        assertThat(judge("x", now())).isEqualTo(new FactorVerdict.LockedFor(Duration.ofSeconds(1)));

        time.pass(Duration.ofSeconds(1));
        assertThat(judge("x", now())).isEqualTo(proved(FactorMethod.TOTP));
    }

    @Test
    void a_lock_holds_over_a_restart_and_whatever_the_wall_clock_is_set_to() {
        for (int i = 0; i < 10; i++) {
            judge("s" + i / 4, wrong());
        }
        time.setWallClock(time.instant().plus(Duration.ofHours(3)));
        assertThat(second.counter().locked("u1")).isEqualTo(Duration.ofMinutes(15));
        time.setWallClock(time.instant().minus(Duration.ofDays(3)));
        start();
        assertThat(second.counter().locked("u1"))
                .as("never longer than a whole one")
                .isEqualTo(Duration.ofMinutes(15));
        time.pass(Duration.ofMinutes(15));

        assertThat(second.counter().locked("u1")).isZero();
        assertThat(second.counter().failures("u1")).isEqualTo(10);
    }

    @Test
    void a_hundred_wrong_ones_in_a_row_lock_it_until_somebody_clears_it() {
        for (int i = 0; i < 100; i++) {
            judge("s" + i / 4, wrong());
            if (i % 10 == 9 && i < 99) {
                time.pass(Duration.ofMinutes(15));
            }
        }
        time.pass(Duration.ofDays(30));
        assertThat(judge("x", now())).isInstanceOf(FactorVerdict.LockedFor.class);
        start();
        assertThat(judge("x", now())).isInstanceOf(FactorVerdict.LockedFor.class);
        assertThat(trail.events).anyMatch(event -> "factor.until-admin".equals(event.reason()));

        second.counter().clear("u1").toCompletableFuture().join();
        assertThat(judge("x", now())).isEqualTo(proved(FactorMethod.TOTP));
    }

    @Test
    void of_sixty_four_at_once_no_more_than_ten_are_compared() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<CompletableFuture<FactorVerdict>> all = new ArrayList<>();
            String wrong = wrong();
            for (int i = 0; i < 64; i++) {
                String attempt = "s" + i % 16;
                all.add(CompletableFuture.supplyAsync(() -> judge(attempt, wrong), threads));
            }
            Map<Object, Long> verdicts = all.stream()
                    .map(CompletableFuture::join)
                    .collect(Collectors.groupingBy(Object::getClass, Collectors.counting()));

            assertThat(verdicts.get(FactorVerdict.Refused.class)).isEqualTo(10);
            assertThat(verdicts.get(FactorVerdict.LockedFor.class)).isEqualTo(54);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void of_sixty_four_with_the_same_right_code_one_is_told_so() {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            String code = now();
            List<CompletableFuture<FactorVerdict>> all = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                String attempt = "s" + i;
                all.add(CompletableFuture.supplyAsync(() -> judge(attempt, code), threads));
            }
            assertThat(all.stream().map(CompletableFuture::join).filter(FactorVerdict.Proved.class::isInstance))
                    .hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_store_that_can_not_be_written_refuses_nobody_and_lets_nobody_in() {
        journal.isDown = true;
        assertThat(judge(now())).isInstanceOf(FactorVerdict.Busy.class);
        assertThat(judge(wrong())).isInstanceOf(FactorVerdict.Busy.class);
        journal.isDown = false;

        assertThat(second.counter().failures("u1")).isZero();
        assertThat(judge(now())).isEqualTo(proved(FactorMethod.TOTP));
    }

    @Test
    void nothing_that_was_typed_is_no_attempt() {
        assertThat(judge("  ")).isEqualTo(FactorVerdict.Refused.REFUSED);
        assertThat(second.counter().failures("u1")).isZero();
    }

    @Test
    void an_app_that_is_removed_takes_its_recovery_codes_along() {
        List<String> changed = new ArrayList<>();
        second.factors().listen(changed::add);
        assertThat(second.factors().remove("u1", false).toCompletableFuture().join())
                .isTrue();

        assertThat(second.factors().methods("u1")).isEmpty();
        assertThat(journal.totps).isEmpty();
        assertThat(journal.recovery).isEmpty();
        assertThat(judge(recovery.get(0))).isEqualTo(FactorVerdict.Refused.REFUSED);
        assertThat(changed).containsExactly("u1");
    }
}
