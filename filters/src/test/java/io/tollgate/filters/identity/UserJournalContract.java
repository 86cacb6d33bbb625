package io.tollgate.filters.identity;

import static io.tollgate.filters.identity.Stages.failure;
import static io.tollgate.filters.identity.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every journal of accounts does. */
interface UserJournalContract {
    Instant NOW = Instant.parse("2026-11-22T08:00:00.123Z");

    /** The journal that is tested, empty at first; what it loads is what is on disk. */
    UserJournal journal();

    static User user(String id, String name, Set<String> roles) {
        return new User(id, name, roles, true, true, new PasswordHash("$fake$x"), NOW, NOW, 1);
    }

    @Test
    default void accounts_come_back_as_they_were() {
        User anna = user("1", "anna@x.example", Set.of("biller", "auditor"));
        User bert = user("2", "bert@x.example", Set.of());
        get(journal().inserted(anna));
        get(journal().inserted(bert));

        assertThat(journal().load()).containsExactlyInAnyOrder(anna, bert);
    }

    @Test
    default void a_change_replaces_all_of_an_account() {
        get(journal().inserted(user("1", "anna@x.example", Set.of("biller", "auditor"))));
        User changed = new User(
                "1",
                "anna@x.example",
                Set.of("auditor", "doctor"),
                false,
                false,
                new PasswordHash("$fake$y"),
                NOW.plusSeconds(1),
                NOW,
                2);
        get(journal().updated(changed));

        assertThat(journal().load()).containsExactly(changed);
    }

    @Test
    default void tenants_come_back_and_change_with_the_roles() {
        User anna = user("1", "anna@x.example", Set.of())
                .withGrants(new Grants(Set.of("north/biller"), Set.of("north", "south")));
        get(journal().inserted(anna));
        assertThat(journal().load()).containsExactly(anna);

        User left = anna.withGrants(Grants.of(anna).in(Set.of("south")));
        get(journal().updated(left));
        assertThat(journal().load()).containsExactly(left);
        assertThat(left.roles()).isEmpty();
        assertThat(left.tenants()).containsExactly("south");
    }

    @Test
    default void what_came_before_a_password_comes_back_in_its_order() {
        get(journal().inserted(user("1", "anna@x.example", Set.of("biller"))));
        List<OldPassword> old = List.of(
                new OldPassword(new PasswordHash("$fake$b"), NOW.plusSeconds(2)),
                new OldPassword(new PasswordHash("$fake$a"), NOW.plusSeconds(1)));
        User changed =
                user("1", "anna@x.example", Set.of("biller")).withPast(new PasswordPast(3, ChangeReason.POLICY, old));
        get(journal().updated(changed));

        assertThat(journal().load()).containsExactly(changed);

        User trimmed = changed.withPast(new PasswordPast(3, null, old.subList(0, 1)));
        get(journal().updated(trimmed));

        assertThat(journal().load()).containsExactly(trimmed);
    }

    @Test
    default void a_deleted_account_is_gone() {
        get(journal().inserted(user("1", "anna@x.example", Set.of("biller"))));
        get(journal().deleted("1"));

        assertThat(journal().load()).isEmpty();
    }

    /** For journals that hold the names apart themselves. */
    interface Strict extends UserJournalContract {
        @Test
        default void two_accounts_of_one_name_are_refused_and_change_nothing() {
            get(journal().inserted(user("1", "anna@x.example", Set.of("biller"))));

            failure(journal().inserted(user("2", "anna@x.example", Set.of("doctor"))));
            failure(journal().updated(user("3", "bert@x.example", Set.of())));

            assertThat(journal().load()).extracting(User::id).containsExactly("1");
        }

        @Test
        default void of_many_accounts_at_once_all_are_kept_or_none() {
            get(journal().inserted(user("1", "anna@x.example", Set.of("biller"))));

            failure(journal()
                    .inserted(List.of(
                            user("2", "bert@x.example", Set.of("biller")),
                            user("3", "anna@x.example", Set.of("biller")))));

            assertThat(journal().load()).extracting(User::id).containsExactly("1");
        }
    }
}
