package io.tollgate.filters.identity;

import static io.tollgate.filters.identity.Stages.failure;
import static io.tollgate.filters.identity.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** People whom an app's own login brings, and names that an app may take for theirs. */
final class AppUsersTest {
    private static final LoginSource HERE = new LoginSource("10.0.0.1/32", "billing", "R1");

    private final FakeClock clock = new FakeClock();
    private final FakeUserJournal journal = new FakeUserJournal();
    private final FakeTrail trail = new FakeTrail();
    private final UserDirectory users =
            new UserDirectory(journal, new DeclaredRoles(() -> Set.of("biller")), clock, new SecureRandom());
    private final AppGate gate = new AppGate(users, trail);

    private String admitted(String name) {
        Admittance admittance = get(gate.admit(name, HERE));
        return admittance instanceof Admittance.Refused refused ? refused.reason() : "admitted";
    }

    @Test
    void somebody_new_of_an_app_has_its_roles_no_password_and_is_made_once() {
        User kim = get(users.addFromApp(" KIM ", Set.of("biller"), Evidence.NONE));

        assertThat(kim.name()).isEqualTo("kim");
        assertThat(kim.hasPassword()).isFalse();
        assertThat(kim.roles()).containsExactly("biller");
        assertThat(get(users.addFromApp("kim", Set.of(), Evidence.NONE))).isSameAs(kim);
        assertThat(users.all()).hasSize(1);
    }

    @Test
    void of_two_first_logins_at_once_both_are_the_same_user() {
        CompletableFuture<Void> evidence = new CompletableFuture<>();
        CompletionStage<User> first = users.addFromApp("kim", Set.of("biller"), user -> evidence);
        CompletionStage<User> second = users.addFromApp("kim", Set.of("biller"), user -> evidence);
        evidence.complete(null);

        assertThat(get(first)).isSameAs(get(second));
        assertThat(users.all()).hasSize(1);
    }

    @Test
    void nobody_is_made_without_evidence_or_with_a_role_that_no_app_declares() {
        assertThat(failure(users.addFromApp(
                        "kim",
                        Set.of("biller"),
                        user -> CompletableFuture.failedStage(new IllegalStateException("the disk is full")))))
                .hasMessageContaining("disk is full");
        assertThat(failure(users.addFromApp("kim", Set.of("pope"), Evidence.NONE)))
                .hasMessageContaining("not declared");
        assertThat(users.all()).isEmpty();
    }

    @Test
    void a_name_that_an_app_may_take_for_somebody_elses_is_counted_on_them_and_never_asked_about() {
        get(users.addFromApp("zoe.müller", Set.of("biller"), Evidence.NONE));

        assertThat(admitted("zoe.müller")).isEqualTo("admitted");
        for (String spelled : new String[] {"zoe müller", "zoemu\u0308ller", "zoe-mÜller"}) {
            assertThat(admitted(spelled)).as(spelled).isEqualTo("login.spelling");
        }
        assertThat(gate.failures()).as("beside the one that is asked about").isEqualTo(4);
        assertThat(admitted("zoe.miller")).isEqualTo("admitted");
    }

    @Test
    void a_disabled_user_is_refused_and_counted_as_anybody() {
        User kim = get(users.addFromApp("kim", Set.of("biller"), Evidence.NONE));
        get(users.setEnabled(kim.id(), false, Evidence.NONE));

        assertThat(admitted("kim")).isEqualTo("login.disabled");
        for (int i = 0; i < 5; i++) {
            admitted("kim");
        }
        assertThat(admitted("kim")).as("disabled, locked or not").isEqualTo("login.disabled");
        assertThat(gate.failures()).isEqualTo(5);
    }
}
