package io.tollgate.filters.identity;

import static io.tollgate.filters.identity.Stages.failure;
import static io.tollgate.filters.identity.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.Blocklist;
import io.tollgate.config.LockoutConfig;
import io.tollgate.config.PasswordComposition;
import io.tollgate.config.PasswordConfig;
import io.tollgate.config.PasswordHistory;
import io.tollgate.config.PasswordStrength;
import io.tollgate.filters.seal.SealingKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class PasswordLifeTest {
    private static final String ME = "local:1000";
    private static final String NAME = "anna@clinic.example";
    private static final String FIRST = "vier schwarze Katzen";
    private static final LoginSource HERE = new LoginSource("10.0.0.1/32", null, null);
    private static final PasswordHash SSHA = new PasswordHash("{SSHA}HC4179Ynr3Uo2614bPvg9uPHVVYAAQIDBAUGBw==");

    private final FakeClock clock = new FakeClock();
    private final FakeCounterJournal counters = new FakeCounterJournal();
    private final FakeUserJournal journal = new FakeUserJournal();
    private final FakeTrail trail = new FakeTrail();
    private final FakeHasher quick = new FakeHasher();
    private final PasswordHasher hasher = new ImportedHasher(quick);
    private final HashPool pool = new HashPool(1, 3, clock);
    private PasswordConfig rules = PasswordConfig.DEFAULT;
    private final PasswordPolicy policy = new PasswordPolicy(user -> rules, List::of);
    private final PasswordStandings standings = new PasswordStandings(user -> rules);
    private final PasswordChoice choice = new PasswordChoice(policy, pool, hasher, clock);
    private final UserDirectory users = open();
    private final Counting counting = Counting.of(clock, counters, users, LockoutConfig.DEFAULT, trail);
    private final Budgets budgets = counting.budgets();
    private final Accounts accounts =
            new Accounts(new Accounts.Parts(users, budgets, counting.devices(), choice, trail));
    private Authenticator door;
    private PasswordChange change;

    @BeforeEach
    void build() throws Exception {
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

    // Standing

    @Test
    void a_password_expires_for_who_logs_in_after_its_time_and_interrupts_nobody() {
        rules = rules(Duration.ofDays(90), PasswordHistory.NONE, 12);
        User anna = add(true);
        Instant before = clock.instant().plus(Duration.ofDays(90)).minusMillis(1);

        assertThat(standings.due(anna, before)).isNull();
        assertThat(standings.due(anna, before.plusMillis(1))).isEqualTo(ChangeReason.EXPIRED);
        assertThat(standings.expiry(anna)).isEqualTo(before.plusMillis(1));

        clock.advance(Duration.ofDays(91));
        User changed = changed(anna, FIRST, "funf weisse Hunde");
        assertThat(standings.due(changed, clock.instant())).isNull();
    }

    @Test
    void a_warning_begins_its_days_ahead_and_not_where_there_is_none() {
        rules = rules(Duration.ofDays(90), PasswordHistory.NONE, 12);
        User anna = add(true);
        Instant warned = clock.instant().plus(Duration.ofDays(76));

        assertThat(standings.isExpiringSoon(anna, warned.minusMillis(1))).isFalse();
        assertThat(standings.isExpiringSoon(anna, warned)).isTrue();

        rules = PasswordConfig.DEFAULT;
        assertThat(standings.isExpiringSoon(anna, warned.plus(Duration.ofDays(1000))))
                .isFalse();
        assertThat(standings.expiry(anna)).isNull();
    }

    @Test
    void what_somebody_else_set_must_be_changed_and_what_a_person_chose_need_not() {
        User anna = add(false);
        assertThat(standings.due(anna, clock.instant())).isEqualTo(ChangeReason.SET_BY_ANOTHER);
        assertThat(standings.due(login(FIRST), clock.instant())).isEqualTo(ChangeReason.SET_BY_ANOTHER);

        User own = changed(anna, FIRST, "funf weisse Hunde");
        assertThat(standings.due(own, clock.instant())).isNull();

        User reset = get(accounts.password(ME, NAME, "sechs bunte Vogel".toCharArray(), false));
        assertThat(standings.due(reset, clock.instant())).isEqualTo(ChangeReason.SET_BY_ANOTHER);
        assertThat(open().byName(NAME)).isEqualTo(reset);
    }

    @Test
    void a_password_that_tightened_rules_refuse_must_be_changed_at_the_next_login() {
        User anna = add(true);
        rules = rules(Duration.ZERO, PasswordHistory.NONE, 24);

        assertThat(standings.due(anna, clock.instant()))
                .as("nobody has typed it since")
                .isNull();
        User judged = login(FIRST);
        assertThat(standings.due(judged, clock.instant())).isEqualTo(ChangeReason.POLICY);
        assertThat(judged.password()).isEqualTo(anna.password());
        assertThat(judged.passwordSetAt()).isEqualTo(anna.passwordSetAt());
        assertThat(open().byName(NAME)).as("after a restart").isEqualTo(judged);

        rules = rules(Duration.ZERO, PasswordHistory.NONE, 8);
        assertThat(standings.due(login(FIRST), clock.instant()))
                .as("where rules are loosened")
                .isNull();
    }

    @Test
    void a_password_that_tightened_rules_allow_is_kept() {
        add(true);
        rules = rules(Duration.ZERO, PasswordHistory.NONE, FIRST.length());

        assertThat(standings.due(login(FIRST), clock.instant())).isNull();
        assertThat(users.byName(NAME).version()).isEqualTo(1);
    }

    // Hashes

    @Test
    void an_imported_hash_becomes_one_of_ours_at_the_first_login_and_the_password_stays_the_same() {
        User before = imported();
        User after = login(FIRST);

        assertThat(after.password()).isEqualTo(FakeHasher.of(FIRST));
        assertThat(after.past().number()).isEqualTo(before.past().number());
        assertThat(after.passwordSetAt()).isEqualTo(before.passwordSetAt());
        assertThat(standings.due(after, clock.instant())).isEqualTo(ChangeReason.WEAK_HASH);
        assertThat(open().byName(NAME)).isEqualTo(after);
        assertThat(login(FIRST)).isEqualTo(after);
    }

    @Test
    void a_hash_that_can_not_be_renewed_fails_no_login() {
        User before = imported();
        journal.breakDown();

        assertThat(login(FIRST)).isEqualTo(before);

        journal.mend();
        assertThat(login(FIRST).password()).isEqualTo(FakeHasher.of(FIRST));
    }

    @Test
    void a_login_that_overlaps_with_the_renewal_of_another_is_none_the_worse() {
        imported();
        quick.during.set(() -> {
            quick.during.set(() -> {});
            get(users.renewPassword(
                    users.byName(NAME), new PasswordUpkeep.Renewal(FakeHasher.of(FIRST), ChangeReason.WEAK_HASH)));
        });

        assertThat(login(FIRST).password()).isEqualTo(FakeHasher.of(FIRST));
    }

    @Test
    void a_login_that_overlaps_with_a_change_of_the_password_is_refused() {
        User anna = imported();
        quick.during.set(() -> {
            quick.during.set(() -> {});
            get(users.setPassword(anna.id(), FakeHasher.of("another"), false, Evidence.NONE));
        });

        assertThat(get(door.authenticate(NAME, FIRST.toCharArray(), HERE))).isInstanceOf(Authentication.Refused.class);
        assertThat(users.byName(NAME).password()).isEqualTo(FakeHasher.of("another"));
    }

    @Test
    void an_upkeep_that_breaks_fails_no_login() {
        add(true);
        rules = null; // whatever goes wrong

        assertThat(get(door.authenticate(NAME, FIRST.toCharArray(), HERE))).isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void a_wrong_password_is_neither_judged_nor_renewed() {
        User before = imported();
        rules = rules(Duration.ZERO, PasswordHistory.NONE, 64);

        get(door.authenticate(NAME, "wrong".toCharArray(), HERE));

        assertThat(users.byName(NAME)).isEqualTo(before);
        assertThat(quick.dummies.get())
                .as("one of ours beside the imported one")
                .isEqualTo(1);
    }

    // History

    @Test
    void the_last_few_can_not_be_taken_again_and_the_one_before_can() {
        rules = rules(Duration.ZERO, PasswordHistory.last(2), 12);
        User anna = add(true);
        changed(anna, FIRST, "funf weisse Hunde");
        changed(anna, "funf weisse Hunde", "sechs bunte Vogel");

        assertThat(change(anna, "sechs bunte Vogel", FIRST)).isEqualTo(usedBefore());
        assertThat(change(anna, "sechs bunte Vogel", "funf weisse Hunde")).isEqualTo(usedBefore());

        changed(anna, "sechs bunte Vogel", "sieben graue Wolfe");
        changed(anna, "sieben graue Wolfe", FIRST);
        assertThat(journal.load().get(0).past().old()).hasSize(2);
    }

    @Test
    void those_of_the_last_year_can_not_be_taken_again_also_after_a_restart() {
        rules = rules(Duration.ZERO, PasswordHistory.within(Duration.ofDays(365)), 12);
        User anna = add(true);
        changed(anna, FIRST, "funf weisse Hunde");
        clock.advance(Duration.ofDays(364));

        assertThat(change(anna, "funf weisse Hunde", FIRST)).isEqualTo(usedBefore());
        assertThat(open().byName(NAME).past().old())
                .extracting(OldPassword::hash)
                .containsExactly(FakeHasher.of(FIRST));

        clock.advance(Duration.ofDays(2));
        changed(anna, "funf weisse Hunde", FIRST);
    }

    @Test
    void what_no_rule_needs_any_more_is_forgotten() {
        rules = rules(Duration.ZERO, PasswordHistory.within(Duration.ofDays(365)), 12);
        User anna = add(true);
        changed(anna, FIRST, "funf weisse Hunde");
        clock.advance(Duration.ofDays(364));
        get(users.forgetOld(user -> rules.history()));
        assertThat(journal.load().get(0).past().old()).hasSize(1);

        clock.advance(Duration.ofDays(2));
        get(users.forgetOld(user -> rules.history()));
        assertThat(journal.load().get(0).past().old()).isEmpty();
        assertThat(users.byName(NAME).password()).isEqualTo(FakeHasher.of("funf weisse Hunde"));
    }

    @Test
    void nobody_walks_around_the_history_by_changing_often() {
        rules = rules(Duration.ZERO, PasswordHistory.within(Duration.ofDays(365)), 12);
        User anna = add(true);
        String present = FIRST;
        for (int i = 0; i < PasswordPast.MOST_OLD; i++) {
            String next = "vollig anderer Satz " + Integer.toString(i * 7919, 36) + " mehr";
            changed(anna, present, next);
            present = next;
        }

        assertThat(change(anna, present, "noch ein ganz anderer"))
                .isInstanceOfSatisfying(
                        PasswordChange.Outcome.Weak.class,
                        weak -> assertThat(weak.objections())
                                .singleElement()
                                .asString()
                                .startsWith("You have changed it 24 times lately"));
        get(accounts.password(ME, NAME, "gesetzt von Dritten".toCharArray(), false));
        changed(anna, "gesetzt von Dritten", "noch ein ganz anderer");
    }

    @Test
    void an_administrator_can_not_bring_back_an_old_one_either() {
        rules = rules(Duration.ZERO, PasswordHistory.last(4), 12);
        add(true);

        assertThat(failure(accounts.password(ME, NAME, FIRST.toCharArray(), true)))
                .hasMessageContaining("used it before");
    }

    @Test
    void all_that_is_slow_about_a_choice_takes_one_place_in_the_pool() {
        rules = new PasswordConfig(
                12,
                Duration.ZERO,
                Duration.ofDays(14),
                PasswordHistory.last(24),
                PasswordStrength.FAIR,
                PasswordComposition.NONE,
                Blocklist.NONE);
        User anna = add(true);
        for (int i = 0; i < 5; i++) {
            String next = "Brunnen voller " + Integer.toString(7919 * (i + 3), 36) + " Zitronen";
            changed(users.byId(anna.id()), i == 0 ? FIRST : present(), next);
        }
        quick.compared.set(0);
        quick.during.set(() -> assertThat(pool.taken()).isEqualTo(1));

        PasswordChoice.Outcome outcome =
                get(choice.taken("elf violette Regenschirme".toCharArray(), users.byName(NAME)));

        assertThat(outcome).isInstanceOf(PasswordChoice.Outcome.Taken.class);
        assertThat(quick.compared.get()).as("the present one and those before").isEqualTo(6);
    }

    @Test
    void of_two_changes_at_once_one_is_made() {
        User anna = add(true);
        quick.during.set(() -> {
            quick.during.set(() -> {});
            get(users.setPassword(anna.id(), FakeHasher.of("quicker"), false, Evidence.NONE));
        });
        PasswordChange.Outcome outcome = change(anna, FIRST, "funf weisse Hunde");

        assertThat(outcome).isInstanceOf(PasswordChange.Outcome.NotProved.class);
        assertThat(users.byName(NAME).password()).isEqualTo(FakeHasher.of("quicker"));
    }

    @Test
    void a_change_that_was_proved_by_a_password_which_is_not_the_present_one_any_more_is_not_made() {
        rules = rules(Duration.ZERO, PasswordHistory.last(2), 12);
        User anna = add(true);
        // The first comparison proves the present password, the second judges the new one.
        quick.during.set(() -> quick.during.set(() -> {
            quick.during.set(() -> {});
            get(users.setPassword(anna.id(), FakeHasher.of("quicker"), false, Evidence.NONE));
        }));

        assertThat(change(anna, FIRST, "funf weisse Hunde"))
                .isEqualTo(new PasswordChange.Outcome.NotProved(new Authentication.Refused("login.password")));
        assertThat(users.byName(NAME).password()).isEqualTo(FakeHasher.of("quicker"));
    }

    @Test
    void a_store_that_fails_is_no_weak_and_no_wrong_password() {
        User anna = add(true);
        journal.breakDown();

        failure(change.change(anna.id(), "here", FIRST.toCharArray(), "funf weisse Hunde".toCharArray(), HERE));

        assertThat(users.byName(NAME)).isEqualTo(anna);
        assertThat(counters.lockouts()).isEmpty();
    }

    @Test
    void what_is_too_easy_to_guess_is_refused_at_set_and_at_change() {
        rules = new PasswordConfig(
                8,
                Duration.ZERO,
                Duration.ofDays(14),
                PasswordHistory.NONE,
                PasswordStrength.STRONG,
                PasswordComposition.NONE,
                Blocklist.NONE);
        User anna = add(true);

        assertThat(failure(accounts.password(ME, NAME, "sunshine-2019-london".toCharArray(), true)))
                .hasMessageContaining("easier to guess");
        assertThat(change(anna, FIRST, "sunshine-2019-london"))
                .isInstanceOfSatisfying(
                        PasswordChange.Outcome.Weak.class,
                        weak -> assertThat(weak.objections())
                                .singleElement()
                                .asString()
                                .startsWith("It is easier to guess than it looks"));
    }

    private UserDirectory open() {
        return new UserDirectory(journal, new DeclaredRoles(() -> Set.of("biller")), clock, new SecureRandom());
    }

    private User add(boolean keep) {
        return get(accounts.add(ME, NAME, Set.of("biller"), FIRST.toCharArray(), keep));
    }

    private User imported() {
        User draft = new User(
                "",
                NAME,
                Set.of("biller"),
                true,
                true,
                SSHA,
                Instant.EPOCH,
                Instant.EPOCH,
                0,
                new PasswordPast(0, ChangeReason.WEAK_HASH, List.of()),
                Set.of());
        return get(users.addAll(() -> List.of(draft), all -> CompletableFuture.completedStage(null)))
                .get(0);
    }

    private String present() {
        return users.byName(NAME).password().encoded().substring("$fake$".length());
    }

    private User login(String password) {
        Authentication outcome = get(door.authenticate(NAME, password.toCharArray(), HERE));
        assertThat(outcome).isInstanceOf(Authentication.Accepted.class);
        return ((Authentication.Accepted) outcome).user();
    }

    private User changed(User user, String present, String next) {
        PasswordChange.Outcome outcome = change(user, present, next);
        assertThat(outcome).as(next).isInstanceOf(PasswordChange.Outcome.Changed.class);
        return ((PasswordChange.Outcome.Changed) outcome).user();
    }

    private PasswordChange.Outcome change(User user, String present, String next) {
        return get(change.change(user.id(), "here", present.toCharArray(), next.toCharArray(), HERE));
    }

    private static PasswordChange.Outcome usedBefore() {
        return new PasswordChange.Outcome.Weak(List.of("You have used it before. Choose one that is new."));
    }

    private static PasswordConfig rules(Duration maxAge, PasswordHistory history, int minLength) {
        return new PasswordConfig(
                minLength,
                maxAge,
                Duration.ofDays(14),
                history,
                PasswordStrength.OFF,
                PasswordComposition.NONE,
                Blocklist.NONE);
    }
}
