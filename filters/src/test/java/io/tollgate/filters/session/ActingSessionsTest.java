package io.tollgate.filters.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tollgate.config.LockoutConfig;
import io.tollgate.config.PasswordConfig;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.TenantConfig;
import io.tollgate.filters.identity.PasswordStandings;
import io.tollgate.filters.identity.Tenants;
import io.tollgate.filters.identity.User;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** For whom people act in their sessions, and for how long that makes them last. */
final class ActingSessionsTest {
    private static final String HOST = "billing.example";
    private static final SessionConfig HOSTS = SessionConfig.DEFAULT;
    private static final SessionConfig STRICT = new SessionConfig(
            Duration.ofMinutes(2), Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(30));

    private final FakeUsers users = new FakeUsers();
    private final FakeTime time = new FakeTime();
    private final FakeSessionJournal journal = new FakeSessionJournal();
    private final List<String> told = new ArrayList<>();
    private Tenants tenants = both(STRICT);
    private Sessions sessions;
    private User ann;

    private static Tenants both(SessionConfig north) {
        return Tenants.of(
                List.of(tenant("north", north), tenant("south", HOSTS)),
                HOSTS,
                LockoutConfig.DEFAULT,
                PasswordConfig.DEFAULT);
    }

    private static TenantConfig tenant(String name, SessionConfig session) {
        return new TenantConfig(
                name, name, List.of(), session, LockoutConfig.DEFAULT, PasswordConfig.DEFAULT, List.of());
    }

    @BeforeEach
    void start() {
        ann = users.put("u1", "ann@clinic.example", true, false, "north/biller", "south/doctor");
        SessionListener listener = new SessionListener() {
            @Override
            public void changed(Session session) {
                told.add(session.state().name());
            }

            @Override
            public void actsForAnother(Session session) {
                told.add("for " + session.tenant());
            }
        };
        sessions = new Sessions(journal, users, listener, () -> tenants, time, time, new SecureRandom(new byte[] {1}));
        sessions.restore();
    }

    private Issued open() {
        return sessions.open(ann, HOST, null).toCompletableFuture().join();
    }

    private Caller find(Issued issued) {
        byte[] token = issued.token().getBytes(StandardCharsets.ISO_8859_1);
        return sessions.find(token, 0, token.length, HOST, HOSTS, true);
    }

    private Caller.Known known(Issued issued) {
        return (Caller.Known) find(issued);
    }

    @Test
    void a_choice_holds_once_it_is_on_disk_and_is_told() {
        Issued issued = open();
        assertThat(known(issued).objection()).isEqualTo("tenant.choose");
        journal.isHolding = true;
        var choice = sessions.choose(issued.session(), "north").toCompletableFuture();
        assertThat(known(issued).tenant()).isNull();
        journal.release();
        assertThat(choice).isCompleted();
        assertThat(known(issued).tenant()).isEqualTo("north");
        assertThat(known(issued).roles()).containsExactly("biller");
        assertThat(told).containsExactly("for north");
    }

    @Test
    void a_choice_that_the_journal_refuses_changes_nothing() {
        Issued issued = open();
        journal.isDown = true;
        assertThat(sessions.choose(issued.session(), "north").toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(known(issued).objection()).isEqualTo("tenant.choose");
        assertThat(told).isEmpty();
    }

    @Test
    void a_choice_is_there_after_a_restart() {
        Issued issued = open();
        sessions.choose(issued.session(), "south");
        start();
        assertThat(known(issued).tenant()).isEqualTo("south");
    }

    @Test
    void a_user_who_changes_is_judged_as_they_are_now() {
        Issued issued = open();
        sessions.choose(issued.session(), "north");
        assertThat(known(issued).roles()).containsExactly("biller");
        users.put("u1", "ann@clinic.example", true, false, "south/doctor");
        assertThat(known(issued).tenant()).isEqualTo("south");
        assertThat(known(issued).roles()).containsExactly("doctor");
    }

    @Test
    void the_strictest_policy_locks_and_ends_whatever_was_chosen() {
        Issued issued = open();
        sessions.choose(issued.session(), "south");
        time.pass(Duration.ofMinutes(2));
        assertThat(find(issued)).isInstanceOf(Caller.Locked.class);
        time.pass(Duration.ofMinutes(5));
        assertThat(find(issued)).isEqualTo(Caller.Nobody.NOBODY);
    }

    @Test
    void the_sweep_goes_by_the_strictest_policy_too() {
        Issued issued = open();
        SessionSweeper sweeper = new SessionSweeper(sessions, host -> HOSTS, time);
        sweeper.sweep();
        time.pass(Duration.ofMinutes(2));
        sweeper.sweep();
        assertThat(issued.session().state()).isEqualTo(Session.State.LOCKED);
    }

    @Test
    void other_tenants_count_at_once() {
        tenants = both(HOSTS);
        Issued issued = open();
        SessionSweeper sweeper = new SessionSweeper(sessions, host -> HOSTS, time);
        time.pass(Duration.ofMinutes(3));
        assertThat(find(issued)).isInstanceOf(Caller.Known.class);
        time.pass(Duration.ofMinutes(3));
        tenants = both(STRICT);
        sweeper.policiesChanged();
        assertThat(issued.session().state()).isEqualTo(Session.State.LOCKED);
    }

    @Test
    void whoever_joins_a_stricter_tenant_is_locked_at_once() {
        ann = users.put("u1", "ann@clinic.example", true, false, "south/doctor");
        Issued issued = open();
        SessionSweeper sweeper = new SessionSweeper(sessions, host -> HOSTS, time);
        time.pass(Duration.ofMinutes(3));
        users.put("u1", "ann@clinic.example", true, false, "north/biller", "south/doctor");
        sweeper.userChanged("u1");
        assertThat(issued.session().state()).isEqualTo(Session.State.LOCKED);
    }

    @Test
    void a_request_asks_for_no_rules_of_passwords_that_were_put_together_before() {
        Caller.Known known = known(open());
        PasswordStandings standings = new PasswordStandings(user -> {
            throw new AssertionError("put together for a request");
        });
        assertThat(standings.due(ann, known.acting(), known.session().openedAt()))
                .isNull();
    }

    @Test
    void a_request_of_somebody_who_acts_for_a_tenant_allocates_nothing() {
        Issued issued = open();
        sessions.choose(issued.session(), "north");
        byte[] token = issued.token().getBytes(StandardCharsets.ISO_8859_1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) { // classes are loaded in the first ones
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                Caller caller = sessions.find(token, 0, token.length, HOST, HOSTS, true);
                assert ((Caller.Known) caller).roles().contains("biller");
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isLessThan(1_000); // the measuring itself, not one object a request
    }
}
