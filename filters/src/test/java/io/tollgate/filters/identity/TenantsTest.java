package io.tollgate.filters.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.Blocklist;
import io.tollgate.config.HostPattern;
import io.tollgate.config.LockoutConfig;
import io.tollgate.config.PasswordConfig;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.TenantConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TenantsTest {
    private static final SessionConfig SESSION = SessionConfig.DEFAULT;
    private static final LockoutConfig LOCKOUT = LockoutConfig.DEFAULT;
    private static final PasswordConfig PASSWORDS = PasswordConfig.DEFAULT;

    private static final TenantConfig NORTH = tenant("north", minutes(5, 600), 3, 14, "north.example", "*.n.example");
    private static final TenantConfig SOUTH = tenant("south", minutes(8, 60), 4, 16, "x.n.example");
    private static final TenantConfig WEST = tenant("west", SESSION, 5, 12);
    private static final Tenants ALL = Tenants.of(List.of(NORTH, SOUTH, WEST), SESSION, LOCKOUT, PASSWORDS);

    private static SessionConfig minutes(int idle, int absolute) {
        return new SessionConfig(
                Duration.ofMinutes(idle), SESSION.warn(), SESSION.lockFor(), Duration.ofMinutes(absolute));
    }

    private static TenantConfig tenant(String name, SessionConfig session, int after, int length, String... hosts) {
        LockoutConfig lockout = new LockoutConfig(
                after,
                LOCKOUT.first(),
                LOCKOUT.longest(),
                LOCKOUT.untilAdminAfter(),
                LOCKOUT.perNetwork(),
                LOCKOUT.unknownDevices(),
                LOCKOUT.perUser());
        return new TenantConfig(
                name,
                name,
                List.of(hosts).stream().map(HostPattern::parse).toList(),
                session,
                lockout,
                PasswordConfig.ofLength(length),
                List.of(name + "/senior"));
    }

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

    private static Acting acting(User user, String host, String chosen) {
        return ALL.acting(user, host, chosen, SESSION);
    }

    @Test
    void without_tenants_there_is_nothing_to_act_for() {
        assertThat(Tenants.NONE.acting(user(Set.of("biller")), "a.example", null, SESSION))
                .isNull();
        assertThat(Tenants.NONE.lockout(user(Set.of()))).isEqualTo(LOCKOUT);
    }

    @Test
    void somebody_belongs_where_they_are_a_member_or_have_a_role() {
        assertThat(ALL.of(user(Set.of("biller", "south/biller"), "north"))).containsExactly(NORTH, SOUTH);
        assertThat(ALL.of(user(Set.of("biller"), "gone"))).isEmpty();
        assertThat(ALL.of(user(Set.of("northern/biller")))).isEmpty();
    }

    @Test
    void a_role_of_a_tenant_counts_there_only_and_one_without_everywhere() {
        User ann = user(Set.of("auditor", "north/biller", "north/senior", "south/doctor", "south/senior"));
        assertThat(acting(ann, "a.example", "north").roles())
                .containsExactlyInAnyOrder("auditor", "biller", "north/senior");
        assertThat(acting(ann, "a.example", "south").roles())
                .containsExactlyInAnyOrder("auditor", "doctor", "south/senior");
    }

    @Test
    void while_it_is_open_for_whom_somebody_acts_no_role_counts() {
        Acting open = acting(user(Set.of("auditor", "north/biller", "south/biller")), "a.example", null);
        assertThat(open.roles()).isEmpty();
        assertThat(open.objection()).isEqualTo("tenant.choose");
        assertThat(open.owner()).isNull();
        assertThat(open.isChosen()).isTrue();
    }

    @Test
    void on_a_tenants_host_nobody_acts_for_another() {
        User ann = user(Set.of("auditor", "north/biller", "south/doctor"));
        Acting north = acting(ann, "north.example", "south");
        assertThat(north.tenant()).isEqualTo(NORTH);
        assertThat(north.roles()).containsExactlyInAnyOrder("auditor", "biller");
        assertThat(north.isChosen()).isFalse();
        Acting stranger = acting(user(Set.of("auditor", "south/doctor")), "north.example", null);
        assertThat(stranger.objection()).isEqualTo("tenant.none");
        assertThat(stranger.roles()).isEmpty();
        assertThat(stranger.tenant()).isNull();
        assertThat(acting(user(Set.of("auditor")), "north.example", null).objection())
                .isEqualTo("tenant.none");
    }

    @Test
    void an_exact_host_goes_before_a_wildcard() {
        assertThat(ALL.byHost("a.n.example")).isEqualTo(NORTH);
        assertThat(ALL.byHost("x.n.example")).isEqualTo(SOUTH);
        assertThat(ALL.byHost("n.example")).isNull();
        assertThat(ALL.byHost("other.example")).isNull();
    }

    @Test
    void a_choice_that_is_not_theirs_is_none() {
        User ann = user(Set.of("north/biller", "south/doctor"));
        assertThat(acting(ann, "a.example", "west").objection()).isEqualTo("tenant.choose");
        assertThat(acting(ann, "a.example", "gone").objection()).isEqualTo("tenant.choose");
    }

    @Test
    void whoever_belongs_to_one_acts_for_it_whatever_was_chosen_before() {
        Acting acting = acting(user(Set.of("south/doctor")), "a.example", "north");
        assertThat(acting.tenant()).isEqualTo(SOUTH);
        assertThat(acting.roles()).containsExactly("doctor");
    }

    @Test
    void a_role_of_a_tenant_never_makes_an_administrator() {
        assertThat(acting(user(Set.of("north/tollgate:admin")), "a.example", null)
                        .roles())
                .isEmpty();
        assertThat(acting(user(Set.of("tollgate:admin"), "north"), "a.example", null)
                        .roles())
                .containsExactly("tollgate:admin");
    }

    @Test
    void whoever_belonged_only_to_tenants_that_are_no_more_is_refused_rather_than_free() {
        for (User left : List.of(user(Set.of("gone/biller", "auditor")), user(Set.of("auditor"), "gone"))) {
            Acting acting = acting(left, "a.example", null);
            assertThat(acting.objection()).isEqualTo("tenant.none");
            assertThat(acting.tenant()).isNull();
            assertThat(acting.roles()).isEmpty();
            assertThat(acting.owner()).isNull();
        }
    }

    @Test
    void roles_of_a_tenant_that_is_no_more_count_nowhere_else() {
        Acting acting = acting(user(Set.of("gone/biller", "auditor"), "south"), "a.example", null);
        assertThat(acting.tenant()).isEqualTo(SOUTH);
        assertThat(acting.roles()).containsExactly("auditor");
    }

    @Test
    void what_a_password_must_be_is_put_together_once_for_all_of_the_same_tenants() {
        Tenants listed =
                Tenants.of(List.of(listed("east", "pelican"), listed("far", "heron")), SESSION, LOCKOUT, PASSWORDS);
        User ann = user(Set.of(), "east", "far");
        User bob = user(Set.of("far/biller"), "east");

        PasswordConfig both = listed.passwords(ann);

        assertThat(both.blocklist().words()).containsExactlyInAnyOrder("pelican", "heron");
        assertThat(listed.passwords(ann)).isSameAs(both);
        assertThat(listed.passwords(bob)).isSameAs(both);
        // The same person after a change of the account.
        assertThat(listed.passwords(user(Set.of(), "far")).blocklist().words()).containsExactly("heron");
    }

    private static TenantConfig listed(String name, String word) {
        PasswordConfig passwords = new PasswordConfig(
                PASSWORDS.minLength(),
                PASSWORDS.maxAge(),
                PASSWORDS.warn(),
                PASSWORDS.history(),
                PASSWORDS.strength(),
                PASSWORDS.composition(),
                new Blocklist(List.of(Path.of(name + ".txt")), Set.of(word)));
        return new TenantConfig(name, name, List.of(), SESSION, LOCKOUT, passwords, List.of());
    }

    @Test
    void the_strictest_of_each_figure_counts_over_all_tenants() {
        User both = user(Set.of("north/biller"), "south");
        assertThat(acting(both, "a.example", "south").session()).isEqualTo(minutes(5, 60));
        assertThat(ALL.lockout(both).after()).isEqualTo(3);
        assertThat(ALL.passwords(both).minLength()).isEqualTo(16);
        assertThat(ALL.lockout(user(Set.of("south/x"))).after()).isEqualTo(4);
        assertThat(ALL.lockout(user(Set.of()))).isEqualTo(LOCKOUT);
        assertThat(ALL.lockout(null)).isEqualTo(LOCKOUT);
        assertThat(ALL.passwords(null)).isEqualTo(PASSWORDS);
    }

    @Test
    void a_host_that_is_stricter_than_all_tenants_stays_so() {
        Acting acting = ALL.acting(user(Set.of("north/biller")), "a.example", null, minutes(2, 30));
        assertThat(acting.session()).isEqualTo(minutes(2, 30));
    }

    @Test
    void an_apps_cookies_are_of_the_user_and_the_tenant() {
        User ann = user(Set.of("north/biller", "south/doctor"));
        assertThat(acting(ann, "a.example", "north").owner()).isEqualTo("u1/north");
        assertThat(acting(ann, "a.example", "south").owner()).isEqualTo("u1/south");
        assertThat(acting(user(Set.of("auditor")), "a.example", null).owner()).isEqualTo("u1");
    }
}
