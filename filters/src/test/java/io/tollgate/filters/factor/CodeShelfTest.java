package io.tollgate.filters.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.login.FakeTrail;
import io.tollgate.filters.seal.SealKeyException;
import io.tollgate.filters.seal.Sealer;
import io.tollgate.filters.seal.SealingKey;
import io.tollgate.filters.session.FakeTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an administrator sees of an app and of recovery codes, and takes away. */
final class CodeShelfTest {
    private final FakeTime time = new FakeTime();
    private final FakeFactorJournal journal = new FakeFactorJournal();
    private SecondFactors second;
    private CodeShelf shelf;
    private Instant since;
    private long step;

    @BeforeEach
    void an_app_and_its_recovery_codes() throws SealKeyException {
        Sealer sealer = new Sealer(
                SealingKey.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "test"), new SecureRandom());
        second = SecondFactors.of(journal, sealer, new FakeTrail(), time, time, new SecureRandom(), Runnable::run);
        shelf = new CodeShelf(second.factors());
        since = time.instant();
        step = Totp.step(since);
        get(second.factors().enrol("u1", second.factors().newSeed("u1"), step));
        time.pass(Duration.ofDays(1));
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void an_app_is_shown_with_when_it_was_set_up_and_last_used_and_codes_with_how_many_are_left() {
        get(second.factors().take("u1", step + 100));
        assertThat(shelf.of("u1")).hasSize(2);
        SetUp app = shelf.of("u1").get(0);
        assertThat(app.since()).isEqualTo(since);
        assertThat(app.usedAt()).isEqualTo(Totp.time(step + 100));
        SetUp codes = shelf.of("u1").get(1);
        assertThat(codes.note()).isEqualTo("10 left");
        assertThat(shelf.of("u2")).isEmpty();
    }

    @Test
    void codes_go_alone_or_with_the_app_and_the_app_alone() {
        assertThat(get(shelf.drop("u1", one -> one.method() == FactorMethod.PASSKEY)))
                .isEmpty();
        assertThat(get(shelf.drop("u1", one -> one.method() == FactorMethod.TOTP)))
                .extracting(SetUp::words)
                .containsExactly("totp");
        assertThat(shelf.of("u1")).extracting(SetUp::words).containsExactly("recovery");
        assertThat(journal.totps).isEmpty();
        assertThat(get(shelf.drop("u1", one -> true))).extracting(SetUp::words).containsExactly("recovery");
        assertThat(shelf.of("u1")).isEmpty();
        assertThat(journal.recovery.getOrDefault("u1", Set.of())).isEmpty();
    }

    @Test
    void all_of_it_goes_at_once() {
        assertThat(get(shelf.drop("u1", one -> true))).hasSize(2);
        assertThat(second.factors().methods("u1")).isEmpty();
        assertThat(journal.totps).isEmpty();
        assertThat(List.copyOf(journal.recovery.getOrDefault("u1", Set.of()))).isEmpty();
    }

    @Test
    void a_counter_says_what_it_counts_and_forgives() {
        FactorLocks locks = second.counter();
        for (int i = 0; i < 10; i++) {
            assertThat(second.counter().reserve("u1")).isNotNull();
        }
        assertThat(locks.failures("u1")).isEqualTo(10);
        assertThat(locks.locked("u1")).isEqualTo(Duration.ofMinutes(15));
        assertThat(locks.isUntilCleared("u1")).isFalse();
        assertThat(get(locks.clear("u1"))).isTrue();
        assertThat(locks.failures("u1")).isZero();
        assertThat(locks.locked("u1")).isZero();
    }
}
