package io.tollgate.filters.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LastingKeysTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    private final SecureRandom random = new SecureRandom();
    private SealingKey first;
    private SealingKey second;
    private SealingKey third;

    @BeforeEach
    void keys() throws Exception {
        first = SealingKey.parse(SealingKey.fresh(random), "first");
        second = SealingKey.parse(SealingKey.fresh(random), "second");
        third = SealingKey.parse(SealingKey.fresh(random), "third");
    }

    private LastingKeys rotated(LastingKeys before, SealingKey next) {
        Sealer sealer = new Sealer(next, random);
        return LastingKeys.of(next, sealer, before.carried(sealer));
    }

    private static LastingKeys of(SealingKey key) {
        return LastingKeys.of(key, new Sealer(key, new SecureRandom()), List.of());
    }

    private static String hash(DerivedKey key) {
        return key.hmacHex(MESSAGE);
    }

    @Test
    void what_was_hashed_before_two_rotations_is_hashed_alike_after_them() {
        LastingKeys before = of(first);

        LastingKeys after = rotated(rotated(before, second), third);

        for (LastingPurpose purpose :
                List.of(LastingPurpose.KNOWN_DEVICES, LastingPurpose.APP_COOKIES, LastingPurpose.UNKNOWN_NAMES)) {
            assertThat(hash(after.key(purpose))).as(purpose.label()).isEqualTo(hash(before.key(purpose)));
            assertThat(after.key(purpose).id()).isEqualTo(before.key(purpose).id());
        }
    }

    @Test
    void lines_of_the_trail_are_closed_by_the_newest_key_and_every_older_one_still_verifies() {
        LastingKeys after = rotated(rotated(of(first), second), third);

        assertThat(hash(after.key(LastingPurpose.AUDIT))).isEqualTo(hash(third.derive("audit")));
        assertThat(after.formerAudit())
                .extracting(LastingKeysTest::hash)
                .containsExactlyInAnyOrder(hash(first.derive("audit")), hash(second.derive("audit")));
    }

    @Test
    void every_purpose_has_a_key_of_its_own() {
        LastingKeys keys = of(first);

        assertThat(LastingPurpose.values())
                .extracting(purpose -> hash(keys.key(purpose)))
                .doesNotHaveDuplicates();
        assertThat(keys.formerAudit()).isEmpty();
    }

    @Test
    void a_carried_key_under_another_name_or_another_sealing_key_is_not_taken() {
        Sealer sealer = new Sealer(second, random);
        CarriedKey carried = of(first).carried(sealer).get(0);

        assertThatExceptionOfType(SealException.class)
                .isThrownBy(() -> LastingKeys.of(
                        second, sealer, List.of(new CarriedKey("app-cookies/0000000000000000", carried.sealed()))));
        assertThatExceptionOfType(SealException.class)
                .isThrownBy(() -> LastingKeys.of(third, new Sealer(third, random), List.of(carried)));
    }
}
