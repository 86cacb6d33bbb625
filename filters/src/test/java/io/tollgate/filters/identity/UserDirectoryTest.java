package io.tollgate.filters.identity;

import static io.tollgate.filters.identity.Stages.failure;
import static io.tollgate.filters.identity.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.store.StoreUnavailableException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class UserDirectoryTest {
    private static final PasswordHash HASH = FakeHasher.of("x");

    private final FakeClock clock = new FakeClock();
    private final FakeUserJournal journal = new FakeUserJournal();
    private final UserDirectory users = open();

    @Test
    void a_new_account_is_found_by_its_name_and_id_now_and_after_a_restart() {
        User anna = get(users.add("Anna@X.example", Set.of("biller"), HASH, true, Evidence.NONE));

        assertThat(anna.mustChangePassword()).isTrue();
        assertThat(users.byName("anna@x.example")).isSameAs(anna);
        assertThat(users.byId(anna.id())).isSameAs(anna);
        assertThat(open().byName("anna@x.example")).isEqualTo(anna);
    }

    @Test
    void a_name_is_given_once() {
        get(users.add("anna@x.example", Set.of(), HASH, true, Evidence.NONE));

        assertThat(failure(users.add("ANNA@x.example", Set.of(), HASH, true, Evidence.NONE)))
                .hasMessageContaining("already");
        assertThat(users.all()).hasSize(1);
    }

    @Test
    void an_undeclared_role_is_refused_with_the_nearest_that_is() {
        assertThat(failure(users.add("a@x.example", Set.of("biler"), HASH, true, Evidence.NONE)))
                .hasMessage("role \"biler\" is not declared by any app; did you mean \"biller\"?");
        assertThat(failure(users.add("a@x.example", Set.of("pope"), HASH, true, Evidence.NONE)))
                .hasMessageContaining("there are: biller, front-desk, tollgate:admin");
        get(users.add("a@x.example", Set.of("tollgate:admin"), HASH, true, Evidence.NONE));
    }

    @Test
    void changes_asked_for_at_once_all_count() {
        User anna = get(users.add("anna@x.example", Set.of(), HASH, true, Evidence.NONE));
        CompletableFuture<Void> gate = new CompletableFuture<>();

        CompletionStage<User> roles = users.setRoles(anna.id(), Set.of("biller"), user -> gate);
        CompletionStage<User> password = users.setPassword(anna.id(), FakeHasher.of("y"), false, Evidence.NONE);
        CompletionStage<User> disabled = users.setEnabled(anna.id(), false, Evidence.NONE);
        assertThat(users.byId(anna.id())).isEqualTo(anna);
        gate.complete(null);

        get(roles);
        get(password);
        User now = get(disabled);
        assertThat(now.roles()).containsExactly("biller");
        assertThat(now.password()).isEqualTo(FakeHasher.of("y"));
        assertThat(now.isEnabled()).isFalse();
        assertThat(now.version()).isEqualTo(4);
        assertThat(users.byId(anna.id())).isEqualTo(now);
    }

    @Test
    void a_change_that_does_not_reach_the_disk_is_not_seen_and_does_not_stop_the_next() {
        User anna = get(users.add("anna@x.example", Set.of(), HASH, true, Evidence.NONE));
        journal.breakDown();

        assertThat(failure(users.setEnabled(anna.id(), false, Evidence.NONE)))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(users.byId(anna.id())).isEqualTo(anna);

        journal.mend();
        assertThat(get(users.setEnabled(anna.id(), false, Evidence.NONE)).version())
                .isEqualTo(2);
    }

    @Test
    void a_change_without_its_evidence_is_not_made() {
        User anna = get(users.add("anna@x.example", Set.of(), HASH, true, Evidence.NONE));
        Evidence none = user -> CompletableFuture.failedStage(new IllegalStateException("no trail"));

        assertThat(failure(users.setRoles(anna.id(), Set.of("biller"), none))).hasMessage("no trail");
        assertThat(failure(users.delete(anna.id(), none))).hasMessage("no trail");

        assertThat(users.byId(anna.id())).isEqualTo(anna);
        assertThat(journal.load()).containsExactly(anna);
    }

    @Test
    void a_deleted_account_is_nobodys_and_listeners_hear_of_each_change() {
        List<String> heard = new ArrayList<>();
        User anna = get(users.add("anna@x.example", Set.of(), HASH, true, Evidence.NONE));
        users.listen(id -> heard.add(id + (users.byId(id) == null ? " gone" : " changed")));

        get(users.setRoles(anna.id(), Set.of("biller"), Evidence.NONE));
        get(users.delete(anna.id(), Evidence.NONE));

        assertThat(heard).containsExactly(anna.id() + " changed", anna.id() + " gone");
        assertThat(users.byName("anna@x.example")).isNull();
        assertThat(failure(users.setRoles(anna.id(), Set.of(), Evidence.NONE)))
                .isInstanceOf(RefusedChangeException.class);
        assertThat(get(users.add("anna@x.example", Set.of(), HASH, true, Evidence.NONE))
                        .id())
                .isNotEqualTo(anna.id());
    }

    private UserDirectory open() {
        return new UserDirectory(
                journal, new DeclaredRoles(() -> Set.of("biller", "front-desk")), clock, new SecureRandom());
    }
}
