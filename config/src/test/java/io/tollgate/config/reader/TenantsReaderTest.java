package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.GatewayConfig;
import io.tollgate.config.HostPattern;
import io.tollgate.config.RoleAccess;
import io.tollgate.config.RulePattern;
import io.tollgate.config.SignOnConfig;
import io.tollgate.config.TenantConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantsReaderTest {

    private static final String APPS = ConfigFolder.LISTENERS + """
        apps:
          billing:
            hosts: [billing.example, "*.clinic.example"]
            upstream: http://127.0.0.1:8080
            access: { biller: { allow: ["/claims/**"] } }
          labs:
            hosts: [labs.example]
            path: /labs
            upstream: http://127.0.0.1:8081
        """;

    @TempDir
    Path temporary;

    private ConfigFolder folder;

    @BeforeEach
    void begin() {
        folder = new ConfigFolder(temporary);
    }

    @Test
    void a_file_without_tenants_has_none() {
        assertThat(folder.loaded(APPS).tenants()).isEmpty();
        assertThat(folder.loaded(APPS + "tenants: {}\n").tenants()).isEmpty();
    }

    @Test
    void what_a_tenant_leaves_out_is_the_gateways() {
        GatewayConfig config = folder.loaded(APPS + """
            session: { idle: 5m }
            lockout: { after: 4 }
            passwords: { min-length: 13 }
            tenants: { northside: { session: { absolute: 8h } } }
            """);
        TenantConfig tenant = config.tenants().get(0);
        assertThat(tenant.name()).isEqualTo("northside");
        assertThat(tenant.title()).isEqualTo("northside");
        assertThat(tenant.hosts()).isEmpty();
        assertThat(tenant.roles()).isEmpty();
        assertThat(tenant.session().idle()).isEqualTo(Duration.ofMinutes(5));
        assertThat(tenant.session().absolute()).isEqualTo(Duration.ofHours(8));
        assertThat(tenant.lockout()).isEqualTo(config.lockout());
        assertThat(tenant.passwords()).isEqualTo(config.passwords());
    }

    @Test
    void a_tenant_has_a_title_hosts_and_tighter_figures() {
        TenantConfig tenant = folder.loaded(APPS + """
            tenants:
              northside:
                title: Northside Family Practice
                hosts: [north.clinic.example]
                lockout: { after: 3, first: 1m, longest: 1h, until-admin-after: 10 }
                passwords: { min-length: 14 }
            """).tenants().get(0);
        assertThat(tenant.title()).isEqualTo("Northside Family Practice");
        assertThat(tenant.hosts()).containsExactly(HostPattern.parse("north.clinic.example"));
        assertThat(tenant.lockout().after()).isEqualTo(3);
        assertThat(tenant.lockout().first()).isEqualTo(Duration.ofMinutes(1));
        assertThat(tenant.lockout().longest()).isEqualTo(Duration.ofHours(1));
        assertThat(tenant.lockout().untilAdminAfter()).isEqualTo(10);
        assertThat(tenant.passwords().minLength()).isEqualTo(14);
    }

    @Test
    void a_tenant_may_not_loosen_a_figure() {
        assertThat(folder.whats(APPS + """
            tenants:
              northside:
                session: { idle: 11m }
                lockout: { after: 6, first: 29s, longest: 14m, until-admin-after: 21 }
                passwords: { min-length: 11 }
            """))
                .containsExactly(
                        "tenants.northside.session.idle: is looser than the gateway's own 10m; "
                                + "a tenant may only tighten: give at most that",
                        "tenants.northside.lockout.after: is looser than the gateway's own 5; "
                                + "a tenant may only tighten: give that, or what is stricter",
                        "tenants.northside.lockout.first: is looser than the gateway's own 30s; "
                                + "a tenant may only tighten: give that, or what is stricter",
                        "tenants.northside.lockout.longest: is looser than the gateway's own 15m; "
                                + "a tenant may only tighten: give that, or what is stricter",
                        "tenants.northside.lockout.until-admin-after: is looser than the gateway's own 20; "
                                + "a tenant may only tighten: give that, or what is stricter",
                        "tenants.northside.passwords.min-length: is looser than the gateway's own 12; "
                                + "a tenant may only tighten: give that, or what is stricter");
    }

    @Test
    void a_network_is_no_tenants() {
        assertThat(folder.whats(APPS + "tenants: { northside: { lockout: { per-network: 10/m } } }\n"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("tenants.northside.lockout.per-network: unknown key;");
    }

    @Test
    void a_tenants_own_roles_stand_with_the_app_below_its_path() {
        GatewayConfig config = folder.loaded(APPS + """
            roles: [biller]
            tenants:
              northside:
                access:
                  billing: { senior: { allow: ["/ledger/**"], deny: ["DELETE /ledger/**"] } }
                  labs: { senior: { allow: ["/results/**"] }, clerk: {} }
              southside: { access: { billing: { senior: { allow: ["/claims/*"] } } } }
            """);
        assertThat(config.tenants().get(0).roles()).containsExactly("northside/senior", "northside/clerk");
        assertThat(config.tenants().get(1).roles()).containsExactly("southside/senior");
        assertThat(config.apps().get(0).access())
                .extracting(RoleAccess::role)
                .containsExactly("biller", "northside/senior", "southside/senior");
        assertThat(config.apps().get(1).access().get(0).allow())
                .extracting(RulePattern::text)
                .hasSize(1);
        assertThat(config.apps().get(1).access())
                .extracting(RoleAccess::role)
                .containsExactly("northside/senior", "northside/clerk");
        assertThat(config.declaredRoles()).contains("biller", "northside/senior", "southside/senior");
    }

    @Test
    void a_tenants_role_does_not_have_the_name_of_a_declared_one() {
        assertThat(folder.whats(APPS + """
            roles: [biller, front-desk]
            tenants: { northside: { access: { billing: { biller: {}, front-desk: {} } } } }
            """))
                .containsExactly(
                        "tenants.northside.access.billing.biller: is a role that apps declare; "
                                + "give it to users as \"northside/biller\", or choose another name",
                        "tenants.northside.access.billing.front-desk: is a role that apps declare; "
                                + "give it to users as \"northside/front-desk\", or choose another name");
    }

    @Test
    void access_to_an_app_that_there_is_not_is_told_with_the_nearest() {
        assertThat(folder.whats(APPS + "tenants: { northside: { access: { biling: { senior: {} } } } }\n"))
                .containsExactly("tenants.northside.access.biling: there is no app of this name; "
                        + "did you mean \"billing\"?");
    }

    @Test
    void rules_of_tenants_are_checked_as_those_of_apps() {
        assertThat(folder.whats(APPS + """
            tenants: { northside: { access: { billing: { senior: { allow: ["/a/b"], deny: ["/a/**"] } } } } }
            """))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("tenants.northside.access.billing.senior.allow[0]: \"/a/b\" can never match");
    }

    @Test
    void a_host_belongs_to_one_tenant_and_to_an_app() {
        assertThat(folder.whats(APPS + """
            tenants:
              northside: { hosts: [north.clinic.example, other.example] }
              southside: { hosts: [north.clinic.example, "*.clinic.example", "*.south.clinic.example", labs.example] }
            """))
                .containsExactly(
                        "tenants.northside.hosts[1]: \"other.example\" is a host of no app; "
                                + "name a host of one of apps",
                        "tenants.southside.hosts[0]: \"north.clinic.example\" belongs already to the tenant "
                                + "\"northside\"; name it once; on a host that no tenant names people choose for "
                                + "whom they act");
    }

    @Test
    void names_titles_and_keys_are_checked() {
        assertThat(folder.whats(APPS + """
            tenants:
              north/side: {}
              southside: { titel: South }
              westside: { title: " " }
            """))
                .containsExactly(
                        "tenants.north/side: \"north/side\" is not a name for a tenant; "
                                + "use letters, digits, \".\", \"_\" and \"-\"",
                        "tenants.southside.titel: unknown key; did you mean \"title\"?",
                        "tenants.westside.title: \" \" is empty or too long; "
                                + "write at most 100 characters that people recognise it by");
    }

    @Test
    void the_tenants_header_has_a_name_of_its_own() {
        SignOnConfig signOn = folder.loaded(ConfigFolder.app("sign-on: { headers: { tenant: X-Practice } }"))
                .apps()
                .get(0)
                .signOn();
        assertThat(signOn.tenantHeader()).isEqualTo("X-Practice");
        assertThat(folder.whats(ConfigFolder.app("sign-on: { headers: { tenant: x-forwarded-user } }")))
                .containsExactly("apps.billing.sign-on.headers.tenant: is the header that carries the user; "
                        + "choose another name");
        assertThat(folder.whats(ConfigFolder.app("sign-on: { keep: [X-Forwarded-Tenant] }")))
                .hasSize(1)
                .first()
                .asString()
                .contains("tells the app who it is");
    }
}
