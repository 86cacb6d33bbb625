package io.tollgate.filters.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.login.FakeTrail;
import io.tollgate.filters.seal.SealKeyException;
import io.tollgate.filters.seal.Sealer;
import io.tollgate.filters.seal.SealingKey;
import io.tollgate.filters.session.FakeTime;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How signatures by passkeys are counted beside codes. */
final class SignatureCheckTest {
    private static final AuditEvent.Context ADA = new AuditEvent.Context("u1", "ada", "192.0.2.1/32", "billing", null);

    private final FakeTime time = new FakeTime();
    private final FakeTrail trail = new FakeTrail();
    private final SecondFactors second = SecondFactors.of(
            new FakeFactorJournal(),
            new Sealer(key(), new SecureRandom()),
            trail,
            time,
            time,
            new SecureRandom(),
            Runnable::run);
    private final AtomicInteger judged = new AtomicInteger();

    private static SealingKey key() {
        try {
            return SealingKey.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "test");
        } catch (SealKeyException e) {
            throw new AssertionError(e);
        }
    }

    private CompletionStage<FactorVerdict> signed(String attempt, String why) {
        return second.check()
                .judge(
                        "u1",
                        attempt,
                        () -> {
                            judged.incrementAndGet();
                            return CompletableFuture.completedStage(why);
                        },
                        ADA);
    }

    private FactorVerdict signs(String attempt, String why) {
        return signed(attempt, why).toCompletableFuture().join();
    }

    private FactorVerdict typed(String attempt) {
        return second.check()
                .judge("u1", attempt, "000000".toCharArray(), ADA)
                .toCompletableFuture()
                .join();
    }

    @Test
    void a_right_one_proves_and_forgives_what_was_wrong_before() {
        assertThat(signs("s1", "passkey.signature")).isEqualTo(FactorVerdict.Refused.REFUSED);
        assertThat(second.counter().failures("u1")).isEqualTo(1);
        assertThat(signs("s1", "")).isEqualTo(new FactorVerdict.Proved(FactorMethod.PASSKEY));
        assertThat(second.counter().failures("u1")).isZero();
    }

    @Test
    void five_wrong_ones_end_the_attempt_even_if_they_come_at_once() {
        List<FactorVerdict> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(signs("s1", "passkey.signature"));
        }
        assertThat(all.subList(0, 4)).containsOnly(FactorVerdict.Refused.REFUSED);
        assertThat(all.subList(4, 8)).containsOnly(FactorVerdict.AttemptOver.OVER);
        assertThat(judged).hasValue(5);
        assertThat(signs("s1", "")).as("it is over").isEqualTo(FactorVerdict.AttemptOver.OVER);
    }

    @Test
    void whoever_locks_the_codes_by_wrong_ones_does_not_shut_out_who_has_the_key() {
        for (int i = 0; i < 10; i++) {
            typed("stranger" + i / 4);
        }
        assertThat(typed("s9")).isInstanceOf(FactorVerdict.LockedFor.class);
        assertThat(signs("s1", "passkey.signature")).isEqualTo(FactorVerdict.Refused.REFUSED);
        assertThat(signs("s1", "")).isEqualTo(new FactorVerdict.Proved(FactorMethod.PASSKEY));
        assertThat(typed("s9")).as("codes stay locked").isInstanceOf(FactorVerdict.LockedFor.class);
        for (int i = 0; i < 5; i++) {
            signs("s2", "passkey.signature");
        }
        assertThat(signs("s2", "")).isEqualTo(FactorVerdict.AttemptOver.OVER);
    }

    @Test
    void what_could_not_be_judged_is_neither_right_nor_wrong() {
        FactorVerdict busy = second.check()
                .judge("u1", "s1", () -> CompletableFuture.failedStage(new IllegalStateException("full")), ADA)
                .toCompletableFuture()
                .join();
        assertThat(busy).isInstanceOf(FactorVerdict.Busy.class);
        assertThat(second.counter().failures("u1")).isZero();
    }
}
