package io.tollgate.filters.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.FactorUse;
import io.tollgate.config.LockoutConfig;
import io.tollgate.config.PasskeyUse;
import io.tollgate.config.PasswordConfig;
import io.tollgate.config.Position;
import io.tollgate.config.SecondFactorConfig;
import io.tollgate.config.SecondFactorConfig.OfRole;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.TenantConfig;
import io.tollgate.filters.identity.PasswordHash;
import io.tollgate.filters.identity.PasswordPast;
import io.tollgate.filters.identity.Tenants;
import io.tollgate.filters.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FactorPolicyTest {
    private static final Position HERE = new Position("tollgate.yaml", 7, 3);
    private static final Set<FactorMethod> NONE = Set.of();

    private static User user(Set<String> roles, String... tenants) {
        return new User(
                "u1",
                "ann@x.example",
                roles,
                true,
                false,
                new PasswordHash("$fake$"),
                Instant.EPOCH,
                Instant.EPOCH,
                1,
                PasswordPast.NONE,
                Set.of(tenants));
    }

    private static SecondFactorConfig config(FactorUse use, PasskeyUse passkeys, int days, OfRole... roles) {
        return new SecondFactorConfig(use, List.of(roles), passkeys, Duration.ofDays(days), HERE);
    }

    private static OfRole role(String role, FactorUse use) {
        return new OfRole(role, use, new Position("tollgate.yaml", 9, 5));
    }

    private static TenantConfig tenant(String name, SecondFactorConfig factor) {
        return new TenantConfig(
                name,
                name,
                List.of(),
                SessionConfig.DEFAULT,
                LockoutConfig.DEFAULT,
                PasswordConfig.DEFAULT,
                factor,
                List.of());
    }

    private static FactorPolicy policy(SecondFactorConfig gateway, TenantConfig... tenants) {
        Tenants all = Tenants.of(List.of(tenants), SessionConfig.DEFAULT, LockoutConfig.DEFAULT, PasswordConfig.DEFAULT)
                .with(gateway);
        return new FactorPolicy(() -> all);
    }

    private static FactorRules rules(FactorUse use, PasskeyUse passkeys, int days) {
        return new FactorRules(use, passkeys, Duration.ofDays(days), "second-factor.use", null);
    }

    @Test
    void nobody_is_asked_where_nothing_is_said() {
        FactorRules rules = FactorPolicy.none().rules(user(Set.of("biller")));
        assertThat(rules.step(NONE, false)).isEqualTo(FactorStep.NOTHING);
        assertThat(rules.step(Set.of(FactorMethod.TOTP), false)).isEqualTo(FactorStep.NOTHING);
        assertThat(rules.allowed()).isEmpty();
        assertThat(rules.because()).isEqualTo("second-factor.use");
    }

    @Test
    void whoever_has_one_is_asked_for_it_and_the_others_are_told_or_made_to() {
        FactorRules offered = rules(FactorUse.OFFERED, PasskeyUse.BESIDE, 0);
        FactorRules required = rules(FactorUse.REQUIRED, PasskeyUse.BESIDE, 0);
        assertThat(offered.step(NONE, false)).isEqualTo(FactorStep.OFFERED);
        assertThat(required.step(NONE, false)).isEqualTo(FactorStep.ENROL);
        for (FactorMethod method : FactorMethod.values()) {
            assertThat(offered.step(Set.of(method), false)).isEqualTo(FactorStep.CODE);
            assertThat(required.step(Set.of(method), false)).isEqualTo(FactorStep.CODE);
        }
    }

    @Test
    void a_remembered_device_counts_only_where_the_policy_remembers() {
        Set<FactorMethod> has = Set.of(FactorMethod.TOTP);
        assertThat(rules(FactorUse.REQUIRED, PasskeyUse.BESIDE, 30).step(has, true))
                .isEqualTo(FactorStep.NOTHING);
        assertThat(rules(FactorUse.REQUIRED, PasskeyUse.BESIDE, 30).step(has, false))
                .isEqualTo(FactorStep.CODE);
        assertThat(rules(FactorUse.REQUIRED, PasskeyUse.BESIDE, 0).step(has, true))
                .isEqualTo(FactorStep.CODE);
        assertThat(rules(FactorUse.REQUIRED, PasskeyUse.BESIDE, 30).step(NONE, true))
                .isEqualTo(FactorStep.ENROL);
    }

    @Test
    void a_passkey_is_none_where_there_are_no_passkeys() {
        FactorRules rules = rules(FactorUse.REQUIRED, PasskeyUse.OFF, 0);
        assertThat(rules.allowed()).containsExactlyInAnyOrder(FactorMethod.TOTP, FactorMethod.RECOVERY);
        assertThat(rules.step(Set.of(FactorMethod.PASSKEY), false)).isEqualTo(FactorStep.ENROL);
        assertThat(rules.usable(Set.of(FactorMethod.PASSKEY, FactorMethod.RECOVERY)))
                .containsExactly(FactorMethod.RECOVERY);
        assertThat(rules(FactorUse.OFF, PasskeyUse.ALONE, 0).allowed()).containsExactly(FactorMethod.PASSKEY);
    }

    @Test
    void of_several_tenants_the_strictest_counts_in_each_figure() {
        SecondFactorConfig gateway = config(FactorUse.OFFERED, PasskeyUse.ALONE, 90);
        FactorPolicy policy = policy(
                gateway,
                tenant("north", config(FactorUse.REQUIRED, PasskeyUse.ALONE, 30)),
                tenant("south", config(FactorUse.OFFERED, PasskeyUse.BESIDE, 7)),
                tenant("west", config(FactorUse.OFFERED, PasskeyUse.OFF, 0)));
        FactorRules both = policy.rules(user(Set.of("south/biller"), "north"));
        assertThat(both.use()).isEqualTo(FactorUse.REQUIRED);
        assertThat(both.passkeys()).isEqualTo(PasskeyUse.BESIDE);
        assertThat(both.remember()).isEqualTo(Duration.ofDays(7));
        assertThat(both.because()).isEqualTo("tenants.north.second-factor.use");
        FactorRules west = policy.rules(user(Set.of(), "west"));
        assertThat(west.use()).isEqualTo(FactorUse.OFFERED);
        assertThat(west.because()).isEqualTo("second-factor.use");
        assertThat(west.isRemembering()).isFalse();
        assertThat(west.passkeys()).isEqualTo(PasskeyUse.OFF);
        assertThat(policy.rules(user(Set.of("biller"))).remember()).isEqualTo(Duration.ofDays(90));
    }

    @Test
    void a_role_tightens_wherever_it_is_had() {
        FactorPolicy policy = policy(
                config(
                        FactorUse.OFF,
                        PasskeyUse.BESIDE,
                        0,
                        role("auditor", FactorUse.OFFERED),
                        role("north/biller", FactorUse.REQUIRED),
                        role("tollgate:admin", FactorUse.REQUIRED)),
                tenant("north", config(FactorUse.OFF, PasskeyUse.BESIDE, 0)),
                tenant("south", config(FactorUse.OFF, PasskeyUse.BESIDE, 0)));
        assertThat(policy.rules(user(Set.of("biller"))).use()).isEqualTo(FactorUse.OFF);
        assertThat(policy.rules(user(Set.of("auditor"))).use()).isEqualTo(FactorUse.OFFERED);
        assertThat(policy.rules(user(Set.of("south/auditor"))).use()).isEqualTo(FactorUse.OFFERED);
        assertThat(policy.rules(user(Set.of("south/biller"))).use()).isEqualTo(FactorUse.OFF);
        assertThat(policy.rules(user(Set.of("north/biller"))).use()).isEqualTo(FactorUse.REQUIRED);
        assertThat(policy.rules(user(Set.of("biller"), "north")).use()).isEqualTo(FactorUse.REQUIRED);
        FactorRules admin = policy.rules(user(Set.of("tollgate:admin", "auditor")));
        assertThat(admin.use()).isEqualTo(FactorUse.REQUIRED);
        assertThat(admin.because()).isEqualTo("second-factor.roles.tollgate:admin");
        assertThat(admin.at()).isEqualTo(new Position("tollgate.yaml", 9, 5));
    }

    @Test
    void a_role_that_asks_for_no_more_decides_nothing() {
        FactorPolicy policy =
                policy(config(FactorUse.REQUIRED, PasskeyUse.BESIDE, 0, role("auditor", FactorUse.REQUIRED)));
        FactorRules rules = policy.rules(user(Set.of("auditor")));
        assertThat(rules.because()).isEqualTo("second-factor.use");
        assertThat(rules.at()).isEqualTo(HERE);
    }

    @Test
    void a_reload_counts_from_the_next_login_on() {
        Tenants[] now = {Tenants.NONE};
        FactorPolicy policy = new FactorPolicy(() -> now[0]);
        assertThat(policy.rules(user(Set.of())).use()).isEqualTo(FactorUse.OFF);
        now[0] = Tenants.NONE.with(SecondFactorConfig.of(FactorUse.REQUIRED));
        assertThat(policy.rules(user(Set.of())).use()).isEqualTo(FactorUse.REQUIRED);
    }
}
