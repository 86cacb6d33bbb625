package io.tollgate.filters.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.login.FakeTrail;
import io.tollgate.filters.seal.SealKeyException;
import io.tollgate.filters.seal.Sealer;
import io.tollgate.filters.seal.SealingKey;
import io.tollgate.filters.session.FakeTime;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class EnrolmentsTest {
    private final FakeTime time = new FakeTime();
    private final FakeFactorJournal journal = new FakeFactorJournal();
    private final SecondFactors second = SecondFactors.of(
            journal,
            new Sealer(key(), new SecureRandom()),
            new FakeTrail(),
            time,
            time,
            new SecureRandom(),
            Runnable::run);

    private static SealingKey key() {
        try {
            return SealingKey.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "test");
        } catch (SealKeyException e) {
            throw new AssertionError(e);
        }
    }

    private Enrolments.Offer offer() {
        return second.enrolments()
                .offer("s1", "u1", "billing.clinic.example", "ada@clinic.example")
                .toCompletableFuture()
                .join();
    }

    /** What an app computes that was told this. */
    private String code(Enrolments.Offer offer) {
        BigInteger bits = BigInteger.ZERO;
        for (char c : offer.text().replace(" ", "").toCharArray()) {
            bits = bits.shiftLeft(5).or(BigInteger.valueOf("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c)));
        }
        byte[] bytes = bits.toByteArray();
        byte[] seed = new byte[20];
        int length = Math.min(20, bytes.length);
        System.arraycopy(bytes, bytes.length - length, seed, 20 - length, length);
        return String.format("%06d", Totp.code(seed, Totp.step(time.instant()), 6));
    }

    private Enrolments.Outcome confirm(String typed) {
        return second.enrolments()
                .confirm("s1", "u1", typed, () -> CompletableFuture.completedStage(null))
                .toCompletableFuture()
                .join();
    }

    @Test
    void a_page_that_is_loaded_again_shows_the_same_seed_and_a_code_of_it_sets_the_app_up() {
        Enrolments.Offer offer = offer();
        assertThat(offer()).isEqualTo(offer);
        assertThat(offer.text()).matches("([A-Z2-7]{4} ){7}[A-Z2-7]{4}");
        assertThat(offer.uri()).contains("secret=" + offer.text().replace(" ", ""));
        assertThat(offer.path()).matches("(M[0-9]++,[0-9]++h[0-9]++v1h-[0-9]++z)++");
        assertThat(second.factors().methods("u1")).isEmpty();

        assertThat(confirm(code(offer).substring(0, 3) + " " + code(offer).substring(3)))
                .isInstanceOfSatisfying(
                        Enrolments.Outcome.Enrolled.class,
                        enrolled -> assertThat(enrolled.recoveryCodes()).hasSize(10));

        assertThat(second.factors().methods("u1")).containsExactlyInAnyOrder(FactorMethod.TOTP, FactorMethod.RECOVERY);
        assertThat(journal.totps.get("u1").seed()).doesNotContain(offer.text().replace(" ", ""));
        assertThat(confirm(code(offer))).isEqualTo(Enrolments.Outcome.Wrong.WRONG);
        assertThat(offer()).isNotEqualTo(offer);
    }

    @Test
    void a_wrong_code_and_one_of_a_seed_that_was_never_shown_here_set_up_nothing() {
        Enrolments.Offer offer = offer();
        String right = code(offer);
        assertThat(confirm(right.equals("000000") ? "111111" : "000000")).isEqualTo(Enrolments.Outcome.Wrong.WRONG);
        assertThat(confirm("")).isEqualTo(Enrolments.Outcome.Wrong.WRONG);
        assertThat(second.enrolments()
                        .confirm("s2", "u1", right, () -> CompletableFuture.completedStage(null))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(Enrolments.Outcome.Wrong.WRONG);
        assertThat(journal.totps).isEmpty();

        time.pass(Duration.ofMinutes(30));
        assertThat(confirm(code(offer))).isEqualTo(Enrolments.Outcome.Wrong.WRONG);
    }

    @Test
    void without_evidence_or_a_store_nothing_changes_and_the_seed_stays() {
        Enrolments.Offer offer = offer();
        assertThat(second.enrolments()
                        .confirm(
                                "s1",
                                "u1",
                                code(offer),
                                () -> CompletableFuture.failedStage(new IllegalStateException("no trail")))
                        .toCompletableFuture())
                .isCompletedExceptionally();
        journal.isDown = true;
        assertThat(second.enrolments()
                        .confirm("s1", "u1", code(offer), () -> CompletableFuture.completedStage(null))
                        .toCompletableFuture())
                .isCompletedExceptionally();
        journal.isDown = false;
        assertThat(second.factors().methods("u1")).isEmpty();

        assertThat(offer()).isEqualTo(offer);
        assertThat(confirm(code(offer))).isInstanceOf(Enrolments.Outcome.Enrolled.class);
    }
}
