package io.tollgate.filters.identity;

import static io.tollgate.filters.identity.Stages.failure;
import static io.tollgate.filters.identity.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.session.FakeUsers;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AppAttemptTest {
    private static final LoginSource HERE = new LoginSource("10.0.0.1/32", "ledger", "R1");

    private final FakeUsers users = new FakeUsers();
    private final FakeTrail trail = new FakeTrail();
    private final AppGate door = new AppGate(users, trail);

    AppAttemptTest() {
        users.put("u1", "anna", true, false, "biller");
        users.put("u2", "gone", false, false, "biller");
    }

    private Admittance ask(String name) {
        return get(door.admit(name, HERE));
    }

    private AppAttempt attempt(String name) {
        return ((Admittance.Admitted) ask(name)).attempt();
    }

    /** Why logins failed or were unclear, in order. */
    private List<String> told() {
        return trail.aggregated().stream().map(AppAttemptTest::reason).toList();
    }

    private static String reason(AuditEvent event) {
        if (event instanceof AuditEvent.LoginFailed failed) {
            return failed.reason();
        }
        return event instanceof AuditEvent.LoginUnclear unclear ? unclear.reason() : event.type();
    }

    @Test
    void a_failure_is_reserved_before_the_app_is_asked() {
        attempt("anna");
        assertThat(door.failures()).isPositive();
        assertThat(told()).isEmpty();
    }

    @Test
    void a_success_and_what_was_never_compared_give_it_back() {
        attempt("anna").succeeded();
        assertThat(door.failures()).isZero();
        attempt("anna").withdrawn();
        assertThat(door.failures()).isZero();
        assertThat(told()).isEmpty();
    }

    @Test
    void a_failure_counts_once_whatever_is_told_afterwards() {
        AppAttempt attempt = attempt("anna");
        get(attempt.failed());
        int counted = door.failures();
        attempt.succeeded();
        attempt.withdrawn();
        attempt.unclear("login.unclear.answer");
        get(attempt.failed());

        assertThat(counted).isPositive();
        assertThat(door.failures()).isEqualTo(counted);
        assertThat(told()).containsExactly("login.app");
    }

    @Test
    void what_nobody_can_tell_is_told_and_is_no_failure_in_a_row() {
        attempt("anna").unclear("login.unclear.answer");
        assertThat(door.failures()).isZero();
        assertThat(told()).containsExactly("login.unclear.answer");
    }

    @Test
    void what_nobody_can_tell_stays_spent_of_the_network() {
        int asked = 0;
        while (asked < 1000 && ask("name" + asked) instanceof Admittance.Admitted admitted) {
            admitted.attempt().unclear("login.unclear.answer");
            asked++;
        }
        assertThat(asked).isBetween(1, 999);
        assertThat(ask("anna"))
                .isInstanceOfSatisfying(
                        Admittance.TooMany.class,
                        tooMany -> assertThat(tooMany.retryAfter()).isPositive());
        assertThat(told()).contains("login.network");
    }

    @Test
    void what_succeeds_or_is_withdrawn_spends_nothing_of_the_network() {
        for (int i = 0; i < 300; i++) {
            AppAttempt attempt = attempt("anna");
            if (i % 2 == 0) {
                attempt.succeeded();
            } else {
                attempt.withdrawn();
            }
        }
        assertThat(told()).isEmpty();
    }

    @Test
    void the_app_is_asked_of_nobody_who_is_locked_whether_the_name_exists_or_not() {
        for (String name : new String[] {"anna", "nobody"}) {
            for (int i = 0; i < 5; i++) {
                get(attempt(name).failed());
            }
            assertThat(ask(name)).as(name).isEqualTo(new Admittance.Refused("login.locked"));
        }
        assertThat(trail.appended())
                .filteredOn(AuditEvent.LockedOut.class::isInstance)
                .hasSize(2);
    }

    @Test
    void the_app_is_not_asked_of_whoever_is_disabled() {
        assertThat(ask("gone")).isEqualTo(new Admittance.Refused("login.disabled"));
        assertThat(told()).containsExactly("login.disabled");
    }

    @Test
    void a_lock_that_cannot_be_told_is_no_answer() {
        for (int i = 0; i < 4; i++) {
            get(attempt("anna").failed());
        }
        trail.breakDown();
        assertThat(failure(attempt("anna").failed())).hasMessageContaining("the trail's disk is full");
    }
}
