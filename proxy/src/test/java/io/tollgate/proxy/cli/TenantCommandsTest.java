package io.tollgate.proxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say of tenants, where there are some; and that they say nothing where there are none. */
final class TenantCommandsTest {
    private static final String ANN = "ann@clinic.example";
    private static final String PASSWORD = "three wet umbrellas";
    private static final String TENANTS = """
        tenants:
          northside:
            title: Northside Family Practice
            hosts: [north.example]
            session: { idle: 5m }
            passwords: { min-length: 14 }
            access: { billing: { senior: { allow: ["/archive/**"] } } }
          southside:
            session: { absolute: 8h }
            lockout: { after: 3, unknown-devices: { after: 6 } }
        """;

    @TempDir
    Path folder;

    private FakeConsole console;
    private Places places;

    @BeforeEach
    void set_up() throws Exception {
        console = new FakeConsole(folder);
        places = Places.in(folder, Places.APPS + TENANTS);
    }

    private int run(String... words) {
        return console.run(places.words(words));
    }

    private void add(String... grants) {
        console.stdin = PASSWORD + "\n";
        String[] words = new String[grants.length + 5];
        System.arraycopy(new String[] {"users", "add", ANN, "--password-stdin", "--keep"}, 0, words, 0, 5);
        System.arraycopy(grants, 0, words, 5, grants.length);
        assertThat(run(words)).as(console.err()).isZero();
    }

    @Test
    void a_user_is_added_with_tenants_and_their_roles() {
        add("--role", "northside/biller", "--tenant", "southside");
        assertThat(console.out()).contains("is added with role northside/biller for tenant southside");
        assertThat(run("users", "list")).isZero();
        assertThat(console.out())
                .containsPattern("NAME +ROLES +TENANTS +ENABLED")
                .containsPattern("northside/biller +northside, southside +yes");
        assertThat(run("users", "show", ANN)).isZero();
        assertThat(console.out()).containsPattern("tenants: +northside, southside");
        assertThat(run("--json", "users", "show", ANN)).isZero();
        assertThat(console.json().at("/rows/0/tenants/1").asString()).isEqualTo("southside");
    }

    @Test
    void a_password_is_held_to_the_strictest_tenant_of_its_user() {
        console.stdin = "wet umbrella7\n";
        assertThat(run("users", "add", ANN, "--password-stdin", "--role", "northside/biller", "--tenant", "southside"))
                .isEqualTo(2);
        assertThat(console.err()).contains("at least 14");
        assertThat(run("users", "add", ANN, "--password-stdin", "--role", "southside/biller"))
                .isZero();
        assertThat(run("users", "tenants", ANN, "--add", "northside")).isZero();
        assertThat(run("users", "password", ANN, "--password-stdin")).isEqualTo(2);
        assertThat(console.err()).contains("at least 14");
    }

    @Test
    void tenants_are_set_added_and_removed_with_the_roles_in_them() {
        add("--role", "northside/biller", "--role", "front-desk");
        assertThat(run("users", "tenants", ANN, "--add", "southside")).isZero();
        assertThat(console.out()).contains("belongs to tenants northside, southside");
        assertThat(run("users", "tenants", ANN, "--remove", "northside")).isZero();
        assertThat(console.out()).contains("belongs to tenant southside");
        assertThat(run("users", "show", ANN)).isZero();
        assertThat(console.out()).containsPattern("roles: +front-desk");
        assertThat(run("users", "tenants", ANN, "--tenant", "northside")).isZero();
        assertThat(console.out()).contains("belongs to tenant northside");
        assertThat(run("users", "tenants", ANN)).isEqualTo(2);
        assertThat(run("users", "tenants", ANN, "--tenant", "northside", "--add", "southside"))
                .isEqualTo(2);
    }

    @Test
    void what_is_mistyped_is_told_with_the_nearest() {
        console.stdin = PASSWORD + "\n";
        assertThat(run("users", "add", ANN, "--password-stdin", "--tenant", "nortside"))
                .isEqualTo(2);
        assertThat(console.err()).contains("did you mean \"northside\"?");
        assertThat(run("users", "add", ANN, "--password-stdin", "--role", "northside/biler"))
                .isEqualTo(2);
        assertThat(console.err()).contains("did you mean \"northside/biller\"?");
        assertThat(run("users", "add", ANN, "--password-stdin", "--role", "southside/senior"))
                .isEqualTo(2);
        assertThat(console.err()).contains("did you mean \"northside/senior\"?");
        assertThat(run("users", "add", ANN, "--password-stdin", "--role", "northside/tollgate:admin"))
                .isEqualTo(2);
    }

    @Test
    void explain_judges_by_the_tenant_of_the_host_the_only_one_or_the_one_given() {
        add("--role", "northside/biller", "--role", "southside/front-desk");
        assertThat(run("explain", "--user", ANN, "https://north.example/claims/1"))
                .isZero();
        assertThat(console.out()).contains("acting for northside (Northside Family Practice)");
        assertThat(run("explain", "--user", ANN, "https://any.example/claims/1"))
                .isEqualTo(1);
        assertThat(console.out()).startsWith("deny").contains("tenant.choose", "--tenant NAME");
        assertThat(run("explain", "--user", ANN, "--tenant", "northside", "https://any.example/claims/1"))
                .isZero();
        assertThat(run("explain", "--user", ANN, "--tenant", "southside", "https://any.example/claims/1"))
                .isEqualTo(1);
        assertThat(run("explain", "--user", ANN, "--tenant", "southside", "https://any.example/patients/1"))
                .isZero();
        assertThat(run("explain", "--user", ANN, "https://any.example/static/a.css"))
                .isZero();
        assertThat(run("explain", "--role", "southside/biller", "https://north.example/claims/1"))
                .isEqualTo(1);
        assertThat(run("explain", "--role", "northside/senior", "https://any.example/archive/1"))
                .isZero();
        assertThat(run("explain", "--role", "biller", "--tenant", "northside", "https://any.example/claims/1"))
                .isZero();
    }

    @Test
    void explain_refuses_a_tenant_that_can_not_be() {
        add("--role", "northside/biller");
        assertThat(run("explain", "--user", ANN, "--tenant", "northsid", "/claims/1"))
                .isEqualTo(2);
        assertThat(console.err()).contains("did you mean \"northside\"?");
        assertThat(run("explain", "--user", ANN, "--tenant", "southside", "/claims/1"))
                .isEqualTo(2);
        assertThat(console.err()).contains("does not belong to the tenant");
        assertThat(run("explain", "--role", "biller", "--tenant", "southside", "https://north.example/claims/1"))
                .isEqualTo(2);
        assertThat(console.err()).contains("acts for the tenant \"northside\"");
    }

    @Test
    void somebody_of_another_tenant_is_denied_on_a_tenants_host() {
        add("--role", "southside/biller");
        assertThat(run("explain", "--user", ANN, "https://north.example/claims/1"))
                .isEqualTo(1);
        assertThat(console.out()).contains("tenant.none");
    }

    @Test
    void explain_says_who_set_each_figure() {
        add("--role", "northside/biller", "--tenant", "southside");
        run("explain", "--user", ANN, "--tenant", "northside", "/claims/1");
        assertThat(console.out())
                .containsPattern("session.idle +5m +tenant northside")
                .containsPattern("session.absolute +8h +tenant southside")
                .containsPattern("session.lock-for +1h +gateway")
                .containsPattern("lockout.after +3 +tenant southside")
                .containsPattern("lockout.unknown-devices.after +6 +tenant southside")
                .containsPattern("lockout.first +30s +gateway")
                .containsPattern("passwords.min-length +14 +tenant northside");
        run("--json", "explain", "--user", ANN, "--tenant", "northside", "/claims/1");
        assertThat(console.json().path("tenant").asString()).isEqualTo("northside");
        assertThat(console.json().at("/policies/0/key").asString()).isEqualTo("session.idle");
        assertThat(console.json().at("/policies/0/set-by").asString()).isEqualTo("tenant northside");
    }

    @Test
    void without_tenants_no_command_speaks_of_them() throws Exception {
        places = Places.in(folder);
        add("--role", "biller");
        assertThat(console.out()).doesNotContain("tenant");
        assertThat(run("users", "list")).isZero();
        assertThat(console.out().toLowerCase(java.util.Locale.ROOT)).doesNotContain("tenant");
        assertThat(run("users", "show", ANN)).isZero();
        assertThat(console.out()).doesNotContain("tenant");
        assertThat(run("explain", "--user", ANN, "/claims/1")).isZero();
        assertThat(console.out()).doesNotContain("tenant").hasLineCount(1);
        assertThat(run("sessions", "list")).isZero();
        assertThat(run("users", "tenants", ANN, "--add", "northside")).isEqualTo(2);
        assertThat(console.err()).contains("the configuration names none");
        assertThat(run("explain", "--user", ANN, "--tenant", "northside", "/claims/1"))
                .isEqualTo(2);
    }
}
