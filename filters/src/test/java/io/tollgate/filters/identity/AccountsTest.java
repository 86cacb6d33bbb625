package io.tollgate.filters.identity;

import static io.tollgate.filters.identity.Stages.failure;
import static io.tollgate.filters.identity.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.LockoutConfig;
import io.tollgate.config.PasswordConfig;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.seal.SealingKey;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class AccountsTest {
    private static final String ME = "local:1000";
    private static final String NAME = "anna@clinic.example";
    private static final String PASSWORD = "vier schwarze Katzen";
    private static final LoginSource HERE = new LoginSource("10.0.0.1/32", null, null);

    private final FakeClock clock = new FakeClock();
    private final FakeCounterJournal counters = new FakeCounterJournal();
    private final FakeUserJournal journal = new FakeUserJournal();
    private final FakeTrail trail = new FakeTrail();
    private final FakeHasher hasher = new FakeHasher();
    private final HashPool pool = new HashPool(1, 10, clock);
    private PasswordConfig rules = PasswordConfig.DEFAULT;
    private final PasswordPolicy policy = new PasswordPolicy(user -> rules, () -> List.of("billing"));
    private final PasswordChoice choice = new PasswordChoice(policy, pool, hasher, clock);
    private final UserDirectory users =
            new UserDirectory(journal, new DeclaredRoles(() -> Set.of("biller", "auditor")), clock, new SecureRandom());
    private final Counting counting = Counting.of(clock, counters, users, LockoutConfig.DEFAULT, trail);
    private final Budgets budgets = counting.budgets();
    private final Accounts accounts =
            new Accounts(new Accounts.Parts(users, budgets, counting.devices(), choice, trail));
    private Authenticator door;
    private PasswordChange change;

    @BeforeEach
    void open() throws Exception {
        door = new Authenticator(new Authenticator.Parts(
                users,
                budgets,
                pool,
                hasher,
                trail,
                SealingKey.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "test")
                        .derive("names"),
                new Renewals(users, policy, hasher)));
        change = new PasswordChange(door, users, choice, trail);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void an_account_made_by_somebody_else_must_change_its_password_unless_it_is_kept() {
        assertThat(add(false).mustChangePassword()).isTrue();
        assertThat(get(accounts.add(ME, "bert@x.example", Set.of(), PASSWORD.toCharArray(), true))
                        .mustChangePassword())
                .isFalse();
        assertThat(trail.appended()).first().isInstanceOfSatisfying(AuditEvent.Administered.class, event -> {
            assertThat(event.type()).isEqualTo("users.added");
            assertThat(event.actor()).isEqualTo(ME);
            assertThat(event.context().userName()).isEqualTo(NAME);
            assertThat(event.detail()).isEqualTo("roles: biller");
        });
        assertThat(trail.appended().toString()).doesNotContain("Katzen");
    }

    @Test
    void every_act_is_in_the_trail_with_who_did_it() {
        add(true);
        get(accounts.roles(ME, NAME, Set.of("auditor")));
        get(accounts.password(ME, NAME, "funf weisse Hunde".toCharArray(), false));
        get(accounts.disable(ME, NAME));
        get(accounts.enable(ME, NAME));
        get(accounts.unlock(ME, NAME));
        get(accounts.clearLockouts(ME, null, null, null));
        get(accounts.delete(ME, NAME));

        assertThat(trail.appended())
                .extracting(AuditEvent::type)
                .containsExactly(
                        "users.added",
                        "users.roles",
                        "password.changed",
                        "users.password",
                        "users.disabled",
                        "users.enabled",
                        "users.unlocked",
                        "lockouts.cleared",
                        "users.deleted");
        assertThat(trail.appended())
                .filteredOn(AuditEvent.Administered.class::isInstance)
                .allMatch(event -> ((AuditEvent.Administered) event).actor().equals(ME));
    }

    @Test
    void an_act_that_can_not_be_proved_is_not_done() {
        User anna = add(true);
        trail.breakDown();

        failure(accounts.roles(ME, NAME, Set.of("auditor")));
        failure(accounts.disable(ME, NAME));
        failure(accounts.password(ME, NAME, "funf weisse Hunde".toCharArray(), true));
        failure(accounts.delete(ME, NAME));

        assertThat(users.byId(anna.id())).isEqualTo(anna);
        assertThat(journal.load()).containsExactly(anna);
    }

    @Test
    void what_is_wrong_is_told_in_plain_words_before_anything_is_done() {
        add(true);
        trail.breakDown(); // would be noticed

        assertThat(failure(accounts.add(ME, NAME, Set.of(), PASSWORD.toCharArray(), true)))
                .hasMessageContaining("already");
        assertThat(failure(accounts.add(ME, "bert", Set.of(), PASSWORD.toCharArray(), true)))
                .hasMessageContaining("no @");
        assertThat(failure(accounts.add(ME, "bert@x.example", Set.of(), "short".toCharArray(), true)))
                .isInstanceOfSatisfying(
                        RefusedChangeException.class,
                        refused -> assertThat(refused.reason()).isEqualTo("password.weak"));
        assertThat(failure(accounts.add(ME, "bert@x.example", Set.of("biler"), PASSWORD.toCharArray(), true)))
                .hasMessageContaining("did you mean \"biller\"");
        assertThat(failure(accounts.disable(ME, "nobody@x.example"))).hasMessageContaining("no user");
    }

    @Test
    void a_reset_and_an_unlock_end_a_lockout() {
        User anna = add(true);
        lock();
        assertThat(accounts.lockouts())
                .filteredOn(LockoutState::isLocked)
                .singleElement()
                .satisfies(state -> {
                    assertThat(state.userName()).isEqualTo(NAME);
                    assertThat(state.failures()).isEqualTo(5);
                });
        get(accounts.unlock(ME, NAME));
        assertThat(get(door.authenticate(NAME, PASSWORD.toCharArray(), HERE)))
                .isEqualTo(new Authentication.Accepted(anna));

        lock();
        get(accounts.password(ME, NAME, "funf weisse Hunde".toCharArray(), true));
        assertThat(get(door.authenticate(NAME, "funf weisse Hunde".toCharArray(), HERE)))
                .isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void lockouts_are_cleared_by_user_by_network_or_all() {
        add(true);
        lock();
        get(door.authenticate("nobody@x.example", "wrong".toCharArray(), HERE));

        assertThat(get(accounts.clearLockouts(ME, NAME, "10.0.0.9/32", null))).isZero();
        assertThat(get(accounts.clearLockouts(ME, NAME, "10.0.0.1/32", null))).isEqualTo(1);
        assertThat(get(accounts.clearLockouts(ME, null, "10.0.0.1/32", null))).isEqualTo(1);
        assertThat(accounts.lockouts()).extracting(state -> state.key().place()).containsExactly("*", "*");
        assertThat(counters.networks()).isEmpty();

        assertThat(get(accounts.clearLockouts(ME, null, null, null))).isEqualTo(4);
        assertThat(accounts.lockouts()).isEmpty();
        assertThat(counters.compared()).isEmpty();
    }

    @Test
    void a_deleted_user_leaves_no_counts() {
        add(true);
        lock();
        get(accounts.delete(ME, NAME));

        assertThat(counters.lockouts()).isEmpty();
        assertThat(accounts.list()).isEmpty();
    }

    @Test
    void a_person_changes_their_own_password_by_the_present_one() {
        User anna = add(false);

        assertThat(change(anna, PASSWORD, "funf weisse Hunde"))
                .isInstanceOfSatisfying(
                        PasswordChange.Outcome.Changed.class,
                        changed ->
                                assertThat(changed.user().mustChangePassword()).isFalse());
        assertThat(trail.appended()).last().satisfies(event -> {
            assertThat(event.type()).isEqualTo("password.changed");
            assertThat(event.reason()).isEqualTo("password.self");
        });
        assertThat(get(door.authenticate(NAME, "funf weisse Hunde".toCharArray(), HERE)))
                .isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void a_weak_or_the_same_new_password_is_refused_without_judging_the_present_one() {
        User anna = add(false);

        assertThat(change(anna, "wrong", "xk7qz"))
                .isEqualTo(new PasswordChange.Outcome.Weak(List.of("It has 5 characters; at least 12 are needed.")));
        assertThat(change(anna, PASSWORD, PASSWORD))
                .isEqualTo(new PasswordChange.Outcome.Weak(List.of("It is the present one.")));
        assertThat(counters.lockouts()).isEmpty();
    }

    @Test
    void a_wrong_present_password_counts_as_a_failed_login() {
        User anna = add(false);
        for (int i = 0; i < 5; i++) {
            assertThat(change(anna, "wrong", "funf weisse Hunde"))
                    .isEqualTo(new PasswordChange.Outcome.NotProved(new Authentication.Refused("login.password")));
        }
        assertThat(change(anna, PASSWORD, "funf weisse Hunde"))
                .isEqualTo(new PasswordChange.Outcome.NotProved(new Authentication.Refused("login.locked")));
    }

    private User add(boolean keep) {
        return get(accounts.add(ME, "Anna@Clinic.example", Set.of("biller"), PASSWORD.toCharArray(), keep));
    }

    private void lock() {
        for (int i = 0; i < 5; i++) {
            get(door.authenticate(NAME, "wrong".toCharArray(), HERE));
        }
        assertThat(get(door.authenticate(NAME, PASSWORD.toCharArray(), HERE)))
                .isEqualTo(new Authentication.Refused("login.locked"));
    }

    private PasswordChange.Outcome change(User user, String present, String next) {
        return get(change.change(user.id(), "here", present.toCharArray(), next.toCharArray(), HERE));
    }
}
