package io.tollgate.filters.identity;

import static io.tollgate.filters.identity.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.LockoutConfig;
import io.tollgate.filters.store.DataDirectory;
import io.tollgate.filters.store.Store;
import java.nio.file.Path;
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
    public UserJournal journal() throws Exception {
        reopen();
        return store.users();
    }

    @Override
    public CounterJournal counters() throws Exception {
        reopen();
        return store.counters();
    }

    @Test
    void a_lockout_counts_on_over_a_restart() throws Exception {
        FakeClock clock = new FakeClock();
        LockoutKey anna = new LockoutKey("anna", "10.0.0.1/32");
        for (int i = 1; i <= 5; i++) {
            Lockout lockout = new Lockout(counters(), () -> LockoutConfig.DEFAULT, clock, clock, 100);
            Lockout.Reservation next = lockout.reserve(anna);
            get(next.durable());
            assertThat(next.failures()).isEqualTo(i);
        }
        assertThat(new Lockout(counters(), () -> LockoutConfig.DEFAULT, clock, clock, 100).reserve(anna))
                .isNull();
    }

    private void reopen() throws Exception {
        store.close();
        store = Store.open(data);
    }
}
