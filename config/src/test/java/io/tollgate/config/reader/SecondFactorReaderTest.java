package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.FactorUse;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.PasskeyUse;
import io.tollgate.config.SecondFactorConfig;
import io.tollgate.config.SecondFactorConfig.OfRole;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecondFactorReaderTest {

    private static final String APPS = ConfigFolder.LISTENERS + """
        apps:
          billing:
            upstream: http://127.0.0.1:8080
            access: { biller: { allow: ["/claims/**"] }, auditor: { allow: ["GET /**"] } }
        """;

    @TempDir
    Path temporary;

    private ConfigFolder folder;

    @BeforeEach
    void begin() {
        folder = new ConfigFolder(temporary);
    }

    @Test
    void left_out_there_is_no_second_factor() {
        assertThat(folder.loaded(APPS).secondFactor()).isEqualTo(SecondFactorConfig.DEFAULT);
        assertThat(folder.loaded(APPS).secondFactor().use()).isEqualTo(FactorUse.OFF);
        assertThat(folder.loaded(APPS + "second-factor: {}\n").secondFactor()).isEqualTo(SecondFactorConfig.DEFAULT);
    }

    @Test
    void everything_is_read_with_the_places_that_decide() {
        GatewayConfig config = folder.loaded(APPS + """
            tenants:
              northside: { access: { billing: { senior: { allow: ["/ledger/**"] } } } }
            second-factor:
              use: offered
              roles:
                auditor: required
                tollgate:admin: required
                northside/biller: required
                northside/senior: offered
              passkeys: alone
              remember: 30d
            """);
        SecondFactorConfig factor = config.secondFactor();
        assertThat(factor.use()).isEqualTo(FactorUse.OFFERED);
        assertThat(factor.passkeys()).isEqualTo(PasskeyUse.ALONE);
        assertThat(factor.remember()).isEqualTo(Duration.ofDays(30));
        assertThat(String.valueOf(factor.at())).endsWith("tollgate.yaml:9:8");
        assertThat(factor.roles())
                .extracting(OfRole::role)
                .containsExactly("auditor", "tollgate:admin", "northside/biller", "northside/senior");
        assertThat(factor.roles())
                .extracting(OfRole::use)
                .containsExactly(FactorUse.REQUIRED, FactorUse.REQUIRED, FactorUse.REQUIRED, FactorUse.OFFERED);
        assertThat(factor.roles().get(0).at().line()).isEqualTo(11);
    }

    @Test
    void a_role_that_nobody_declares_is_an_error_with_a_suggestion() {
        assertThat(folder.whats(APPS + """
            tenants: { northside: {} }
            second-factor: { roles: { auditer: required, northsde/biller: required, southside/auditor: required } }
            """))
                .containsExactly(
                        "second-factor.roles.auditer: no role of this name is declared; did you mean \"auditor\"?",
                        "second-factor.roles.northsde/biller: no role of this name is declared; "
                                + "did you mean \"northside/biller\"?",
                        "second-factor.roles.southside/auditor: no role of this name is declared; "
                                + "did you mean \"northside/auditor\"?");
        assertThat(folder.whats(APPS + "second-factor: { roles: { zzz: required } }\n"))
                .containsExactly("second-factor.roles.zzz: no role of this name is declared; "
                        + "name one of auditor, biller, tollgate:admin");
    }

    @Test
    void a_role_that_only_roles_lists_may_be_named() {
        assertThat(folder.loaded(APPS + """
            roles: [biller, auditor, trainee]
            second-factor: { roles: { trainee: required } }
            """).secondFactor().roles()).hasSize(1);
    }

    @Test
    void a_role_takes_nothing_from_what_holds_for_everybody() {
        assertThat(folder.whats(APPS + "second-factor: { use: required, roles: { biller: offered } }\n"))
                .containsExactly("second-factor.roles.biller: is looser than use, which is required for everybody; "
                        + "a role may only tighten: remove this, or loosen use and name who needs more");
        assertThat(folder.whats(APPS + "second-factor: { use: required, roles: { biller: off } }\n"))
                .containsExactly("second-factor.roles.biller: \"off\" is not known; write \"offered\" or \"required\"");
    }

    @Test
    void values_that_are_none_are_told() {
        assertThat(folder.whats(APPS + """
            second-factor: { use: always, passkeys: only, remember: 91d, methods: [totp] }
            """))
                .containsExactly(
                        "second-factor.use: \"always\" is not known; write \"off\" or \"offered\" or \"required\"",
                        "second-factor.passkeys: \"only\" is not known; write \"alone\" or \"beside\" or \"off\"",
                        "second-factor.remember: \"91d\" is out of bounds; give from 24h to 90d",
                        "second-factor.methods: unknown key; remove it; known here are use, roles, passkeys, remember");
        assertThat(folder.whats(APPS + "second-factor: { remember: 12h, roles: { a/b/c: required, biller: { } } }\n"))
                .containsExactly(
                        "second-factor.remember: \"12h\" is out of bounds; give from 24h to 90d",
                        "second-factor.roles.a/b/c: \"a/b/c\" is not a role, or one of a tenant; "
                                + "write it as it is given to users: auditor, or northside/auditor",
                        "second-factor.roles.biller: is a map; write \"offered\" or \"required\"");
    }

    @Test
    void a_tenant_tightens_and_has_the_rest_of_the_gateway() {
        GatewayConfig config = folder.loaded(APPS + """
            second-factor: { use: offered, passkeys: alone, remember: 30d }
            tenants:
              northside: { second-factor: { use: required, passkeys: off, remember: 7d } }
              southside: { second-factor: { remember: off } }
            """);
        SecondFactorConfig north = config.tenants().get(0).secondFactor();
        assertThat(north.use()).isEqualTo(FactorUse.REQUIRED);
        assertThat(north.passkeys()).isEqualTo(PasskeyUse.OFF);
        assertThat(north.remember()).isEqualTo(Duration.ofDays(7));
        assertThat(String.valueOf(north.at())).endsWith("tollgate.yaml:8:38");
        SecondFactorConfig south = config.tenants().get(1).secondFactor();
        assertThat(south.use()).isEqualTo(FactorUse.OFFERED);
        assertThat(south.passkeys()).isEqualTo(PasskeyUse.ALONE);
        assertThat(south.remember()).isEqualTo(Duration.ZERO);
        assertThat(south.at()).isEqualTo(config.secondFactor().at());
    }

    @Test
    void a_tenant_may_not_loosen() {
        assertThat(folder.whats(APPS + """
            second-factor: { use: required, remember: 30d }
            tenants: { northside: { second-factor: { use: offered, passkeys: alone, remember: 60d } } }
            """))
                .containsExactly(
                        "tenants.northside.second-factor.use: is looser than the gateway's own required; "
                                + "a tenant may only tighten: give that, or what is stricter",
                        "tenants.northside.second-factor.passkeys: is looser than the gateway's own beside; "
                                + "a tenant may only tighten: give that, or what is stricter",
                        "tenants.northside.second-factor.remember: is looser than the gateway's own 30d; "
                                + "a tenant may only tighten: give that, or what is stricter");
        assertThat(folder.whats(APPS + "tenants: { northside: { second-factor: { use: required, remember: 1d } } }\n"))
                .containsExactly("tenants.northside.second-factor.remember: is looser than the gateway's own off; "
                        + "a tenant may only tighten: give that, or what is stricter");
    }
}
