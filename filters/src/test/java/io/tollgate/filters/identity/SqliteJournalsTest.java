package io.tollgate.filters.identity;

import static io.tollgate.filters.identity.Stages.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.LockoutConfig;
import io.tollgate.config.Rate;
import io.tollgate.filters.device.KnownDevice;
import io.tollgate.filters.device.KnownDevices;
import io.tollgate.filters.device.Presented;
import io.tollgate.filters.passkey.Passkey;
import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.SessionRow;
import io.tollgate.filters.store.DataDirectory;
import io.tollgate.filters.store.Store;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class SqliteJournalsTest implements UserJournalContract.Strict, CounterJournalContract {
    @TempDir
    Path temp;

    private DataDirectory data;
    private Store store;

    @BeforeEach
    void open() throws Exception {
        data = DataDirectory.own(temp.resolve("data"), DataDirectory.currentUid());
        store = Store.open(data);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        data.close();
    }

    @Override
    public UserJournal journal() {
        return store.users();
    }

    @Override
    public CounterJournal counters() {
        return store.counters();
    }

    @Test
    void a_lockout_counts_on_over_a_restart() throws Exception {
        FakeClock clock = new FakeClock();
        LockoutKey anna = new LockoutKey("anna", "10.0.0.1/32");
        Lockout lockout = lockout(clock);
        for (int i = 1; i <= 4; i++) {
            get(lockout.reserve(anna).durable());
        }
        reopen();
        Lockout.Reservation fifth = lockout(clock).reserve(anna);
        get(fifth.durable());
        assertThat(fifth.failures()).isEqualTo(5);
        reopen();

        assertThat(lockout(clock).reserve(anna)).isNull();
    }

    @Test
    void accounts_are_there_after_a_restart() throws Exception {
        User anna = UserJournalContract.user("1", "anna@x.example", Set.of("biller"));
        get(journal().inserted(anna));
        reopen();

        assertThat(journal().load()).containsExactly(anna);
    }

    @Test
    void another_password_ends_the_logins_by_the_one_before_with_it() throws Exception {
        User anna = UserJournalContract.user("1", "anna@x.example", Set.of("biller"));
        get(journal().inserted(anna));
        for (String id : List.of("mine", "a-thief's")) {
            get(store.sessions()
                    .opened(new SessionRow(
                            id,
                            Arrays.copyOf(id.getBytes(UTF_8), 32),
                            "1",
                            "x",
                            Instant.EPOCH,
                            Session.State.LIVE,
                            0,
                            0,
                            null)));
        }

        get(journal().passwordSet(anna, "mine"));
        assertThat(store.sessions().load()).extracting(SessionRow::id).containsExactly("mine");
        get(journal().passwordSet(anna, null));
        assertThat(store.sessions().load()).isEmpty();
    }

    @Test
    void what_was_compared_for_a_user_counts_on_over_a_restart_and_slides() throws Exception {
        FakeClock clock = new FakeClock();
        LockoutKey anna = LockoutKey.onUnknownDevices("anna");
        for (int i = 0; i < 3; i++) {
            get(budget(clock).reserve(anna).durable());
            clock.advance(Duration.ofHours(2));
            reopen();
        }
        UserBudget budget = budget(clock);
        assertThat(budget.spent(anna)).isEqualTo(3);
        assertThat(budget.reserve(anna)).isNull();
        assertThat(store.compared().compared()).hasSize(3);

        clock.advance(Duration.ofHours(19));
        assertThat(get(budget.purge())).isEqualTo(1);
        reopen();
        assertThat(budget(clock).spent(anna)).isEqualTo(2);
        assertThat(store.compared().compared()).hasSize(2);
        UserBudget.Spending third = budget(clock).reserve(anna);
        third.givenBack();
        reopen();
        assertThat(budget(clock).spent(anna)).isEqualTo(2);
        assertThat(get(budget(clock).clear(anna::equals))).isEqualTo(1);
        assertThat(store.compared().compared()).isEmpty();
    }

    @Test
    void known_devices_are_there_after_a_restart_and_go_with_the_account() throws Exception {
        get(journal().inserted(UserJournalContract.user("1", "anna@x.example", Set.of("biller"))));
        KnownDevices devices = new KnownDevices(store.devices(), new FakeClock(), new SecureRandom());
        get(devices.loggedIn("1", Presented.NOTHING, "Firefox on Linux"));
        get(devices.loggedIn("1", Presented.NOTHING, "Edge on Windows"));
        String id = devices.of("1").get(0).id();
        get(devices.remember(devices.of("1").get(1), "billing.example"));
        List<KnownDevice> before = devices.of("1");
        reopen();
        assertThat(store.devices().devices()).containsExactlyInAnyOrderElementsOf(before);
        devices = new KnownDevices(store.devices(), new FakeClock(), new SecureRandom());
        assertThat(devices.of("1")).hasSize(2);
        assertThat(get(devices.forget("1", id))).isTrue();
        reopen();

        assertThat(store.devices().devices()).hasSize(1);
        get(journal().deleted("1"));
        assertThat(store.devices().devices()).isEmpty();
    }

    @Test
    void passkeys_are_there_after_a_restart_and_go_with_the_account() throws Exception {
        get(journal().inserted(UserJournalContract.user("1", "anna@x.example", Set.of("biller"))));
        Passkey made = passkey("k-1", "1", "AAAA", null);
        get(store.passkeys().kept(passkey("k-1", "1", "AAAA", Instant.ofEpochMilli(2_000))));
        get(store.passkeys().kept(made));
        get(store.passkeys().kept(passkey("k-2", "1", "CCCC", Instant.ofEpochMilli(3_000))));
        Stages.failure(store.passkeys().kept(passkey("k-3", "1", "AAAA", null)));
        reopen();

        assertThat(store.passkeys().passkeys())
                .containsExactlyInAnyOrder(made, passkey("k-2", "1", "CCCC", Instant.ofEpochMilli(3_000)));
        get(store.passkeys().forgotten(List.of("k-2")));
        assertThat(store.passkeys().passkeys()).containsExactly(made);
        get(journal().deleted("1"));
        assertThat(store.passkeys().passkeys()).isEmpty();
    }

    private static Passkey passkey(String id, String userId, String credential, Instant usedAt) {
        Instant made = Instant.ofEpochMilli(1_000);
        Set<String> transports = Set.of("usb", "nfc");
        return new Passkey(
                id,
                userId,
                "clinic.example",
                credential,
                "BBBB",
                transports,
                true,
                false,
                7,
                false,
                "Stick",
                made,
                usedAt);
    }

    private UserBudget budget(FakeClock clock) {
        return new UserBudget(store.compared(), key -> new Rate(3, Duration.ofDays(1)), clock, clock, 100);
    }

    private Lockout lockout(FakeClock clock) {
        return new Lockout(counters(), key -> LockRule.onNetwork(LockoutConfig.DEFAULT), clock, clock, 100);
    }

    private void reopen() throws Exception {
        store.close();
        store = Store.open(data);
    }
}
