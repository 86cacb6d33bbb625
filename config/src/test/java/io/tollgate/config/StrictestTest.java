package io.tollgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.LockoutConfig.UnknownDevices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds for somebody of two tenants: of each figure the stricter one, whichever way round. */
final class StrictestTest {
    private static final Rate NETWORK = LockoutConfig.DEFAULT.perNetwork();

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }

    @Test
    void fewer_failures_and_longer_locks_are_stricter() {
        LockoutConfig one = new LockoutConfig(
                3,
                minutes(1),
                minutes(10),
                20,
                NETWORK,
                new UnknownDevices(10, minutes(60), 0),
                new Rate(100, Duration.ofDays(1)));
        LockoutConfig other = new LockoutConfig(
                5,
                minutes(2),
                minutes(30),
                10,
                NETWORK,
                new UnknownDevices(6, minutes(30), 50),
                new Rate(3, Duration.ofHours(1)));
        LockoutConfig strictest = new LockoutConfig(
                3,
                minutes(2),
                minutes(30),
                10,
                NETWORK,
                new UnknownDevices(6, minutes(60), 50),
                new Rate(3, Duration.ofHours(1)));
        assertThat(one.strictest(other)).isEqualTo(strictest);
        assertThat(other.strictest(one)).isEqualTo(strictest);
    }

    @Test
    void of_two_locks_until_an_administrator_the_earlier_is_stricter() {
        UnknownDevices one = new UnknownDevices(10, minutes(30), 50);
        assertThat(one.strictest(new UnknownDevices(10, minutes(30), 100)).untilAdminAfter())
                .isEqualTo(50);
    }

    @Test
    void of_passwords_every_rule_of_both_holds() {
        PasswordConfig one = new PasswordConfig(
                14,
                Duration.ZERO,
                Duration.ofDays(20),
                PasswordHistory.last(4),
                PasswordStrength.GOOD,
                PasswordComposition.NONE,
                new Blocklist(List.of(Path.of("/a")), Set.of("north")));
        PasswordConfig other = new PasswordConfig(
                12,
                Duration.ofDays(90),
                Duration.ofDays(14),
                PasswordHistory.within(Duration.ofDays(365)),
                PasswordStrength.FAIR,
                PasswordComposition.LETTERS_AND_DIGITS,
                new Blocklist(List.of(Path.of("/b")), Set.of("south")));
        for (PasswordConfig both : List.of(one.strictest(other), other.strictest(one))) {
            assertThat(both.minLength()).isEqualTo(14);
            assertThat(both.maxAge()).isEqualTo(Duration.ofDays(90));
            assertThat(both.warn()).isEqualTo(Duration.ofDays(20));
            assertThat(both.history()).isEqualTo(new PasswordHistory(Duration.ofDays(365), 4));
            assertThat(both.strength()).isEqualTo(PasswordStrength.GOOD);
            assertThat(both.composition()).isEqualTo(PasswordComposition.LETTERS_AND_DIGITS);
            assertThat(both.blocklist().words()).containsExactlyInAnyOrder("north", "south");
        }
    }

    @Test
    void a_warning_stays_before_the_end_that_another_sets() {
        PasswordConfig long_ = aged(180, 60);
        assertThat(long_.strictest(aged(30, 14)).warn()).isEqualTo(Duration.ofDays(29));
        assertThat(long_.strictest(aged(30, 14)).maxAge()).isEqualTo(Duration.ofDays(30));
    }

    private static PasswordConfig aged(int days, int warn) {
        PasswordConfig usual = PasswordConfig.DEFAULT;
        return new PasswordConfig(
                usual.minLength(),
                Duration.ofDays(days),
                Duration.ofDays(warn),
                usual.history(),
                usual.strength(),
                usual.composition(),
                usual.blocklist());
    }

    @Test
    void asking_more_accepting_less_and_remembering_shorter_are_stricter() {
        Position here = new Position("a.yaml", 1, 1);
        SecondFactorConfig one =
                new SecondFactorConfig(FactorUse.REQUIRED, List.of(), PasskeyUse.ALONE, Duration.ofDays(30), here);
        SecondFactorConfig other = new SecondFactorConfig(
                FactorUse.OFFERED, List.of(), PasskeyUse.BESIDE, Duration.ofDays(90), new Position("a.yaml", 2, 1));
        SecondFactorConfig strictest =
                new SecondFactorConfig(FactorUse.REQUIRED, List.of(), PasskeyUse.BESIDE, Duration.ofDays(30), here);
        assertThat(one.strictest(other)).isEqualTo(strictest);
        assertThat(other.strictest(one)).isEqualTo(strictest);
        SecondFactorConfig never = SecondFactorConfig.of(FactorUse.OFF);
        assertThat(one.strictest(never).remember()).isEqualTo(Duration.ZERO);
        assertThat(never.strictest(one).remember()).isEqualTo(Duration.ZERO);
    }

    @Test
    void the_strictest_of_a_policy_and_itself_is_itself() {
        assertThat(LockoutConfig.DEFAULT.strictest(LockoutConfig.DEFAULT)).isEqualTo(LockoutConfig.DEFAULT);
        assertThat(PasswordConfig.DEFAULT.strictest(PasswordConfig.DEFAULT)).isEqualTo(PasswordConfig.DEFAULT);
        assertThat(SessionConfig.DEFAULT.strictest(SessionConfig.DEFAULT)).isEqualTo(SessionConfig.DEFAULT);
    }
}
