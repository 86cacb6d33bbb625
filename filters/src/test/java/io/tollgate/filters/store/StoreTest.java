package io.tollgate.filters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.filters.audit.AuditHead;
import io.tollgate.filters.identity.ChangeReason;
import io.tollgate.filters.identity.PasswordHash;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.session.AppCookieRow;
import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.SessionJournal.Elapsed;
import io.tollgate.filters.session.SessionRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class StoreTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final User ANNA =
            new User("u1", "anna@clinic.example", Set.of("biller"), true, false, new PasswordHash("$x$"), NOW, NOW, 1);

    @TempDir
    Path temp;

    private DataDirectory data;

    @BeforeEach
    void own() throws Exception {
        data = DataDirectory.own(temp.resolve("data"), DataDirectory.currentUid());
    }

    @AfterEach
    void leave() throws Exception {
        data.close();
    }

    @Test
    void only_the_owner_can_read_the_files() throws Exception {
        try (Store store = Store.open(data)) {
            get(store.users().inserted(ANNA));
            for (String name : List.of("store.db", "store.db-wal", "store.db-shm")) {
                assertThat(PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.path().resolve(name))))
                        .as(name)
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void sessions_survive_with_what_they_were() throws Exception {
        byte[] first = hash(1);
        byte[] second = hash(2);
        try (Store store = Store.open(data)) {
            get(store.users().inserted(ANNA));
            get(store.sessions().opened(session("s1", first)));
            get(store.sessions().opened(session("s2", hash(3))));
            get(store.sessions().locked("s1", 7));
            get(store.sessions().touched(Map.of("s1", new Elapsed(8, 9), "gone", new Elapsed(1, 1))));
            get(store.sessions().ended("s2"));
        }
        try (Store store = Store.open(data)) {
            SessionRow row = store.sessions().load().get(0);
            assertThat(row.state()).isEqualTo(Session.State.LOCKED);
            assertThat(row.idleNanos()).isEqualTo(8);
            assertThat(row.lockedNanos()).isEqualTo(9);
            assertThat(row.tokenHash()).isEqualTo(first);
            assertThat(row.openedAt()).isEqualTo(NOW);
            get(store.sessions().replaced("s1", second));
            get(store.sessions().chosen("s1", "north"));
        }
        try (Store store = Store.open(data)) {
            assertThat(store.sessions().load()).singleElement().satisfies(row -> {
                assertThat(row.tokenHash()).isEqualTo(second);
                assertThat(row.tenant()).isEqualTo("north");
                assertThat(row.state()).isEqualTo(Session.State.LIVE);
                assertThat(row.idleNanos()).isZero();
                assertThat(row.lockedNanos()).isZero();
            });
        }
    }

    @Test
    void a_session_of_a_user_who_is_gone_is_not_opened_and_those_open_go_with_the_user() throws Exception {
        try (Store store = Store.open(data)) {
            get(store.users().inserted(ANNA));
            get(store.sessions().opened(session("s1", hash(1))));
            get(store.users().deleted("u1"));

            assertThat(store.sessions().load()).isEmpty();
            assertThatThrownBy(() -> get(store.sessions().opened(session("s2", hash(2)))))
                    .hasMessageContaining("FOREIGN KEY");
        }
    }

    @Test
    void an_app_cookie_stays_with_the_user_it_was_first_seen_with() throws Exception {
        try (Store store = Store.open(data)) {
            get(store.appCookies().bound(List.of(cookie(1, "u1", NOW))));
            get(store.appCookies().bound(List.of(cookie(1, "u2", NOW.plusSeconds(60)))));

            assertThat(store.appCookies().load()).singleElement().satisfies(row -> {
                assertThat(row.userId()).isEqualTo("u1");
                assertThat(row.seenAt()).isEqualTo(NOW.plusSeconds(60));
            });
        }
    }

    @Test
    void app_cookies_are_trimmed_by_age_and_number_the_oldest_first() throws Exception {
        try (Store store = Store.open(data)) {
            for (int i = 0; i < 5; i++) {
                get(store.appCookies().bound(List.of(cookie(i, "u" + i, NOW.plusSeconds(i)))));
            }
            get(store.appCookies().trimmed(NOW.plusSeconds(1), 2));

            assertThat(store.appCookies().load())
                    .extracting(AppCookieRow::userId)
                    .containsExactly("u3", "u4");
        }
    }

    @Test
    void the_head_of_a_chain_never_goes_back_and_can_be_read_beside_the_owner() throws Exception {
        assertThat(Store.readHeads(data.path())).isEmpty();
        try (Store store = Store.open(data)) {
            get(store.heads().advanced(new AuditHead("main", 7, "h7")));
            get(store.heads().advanced(new AuditHead("main", 6, "h6")));

            assertThat(store.heads().load()).containsExactly(new AuditHead("main", 7, "h7"));
            assertThat(Store.readHeads(data.path())).containsExactly(new AuditHead("main", 7, "h7"));
        }
    }

    @Test
    void a_damaged_store_is_refused_with_a_remedy_and_left_as_it_is() throws Exception {
        try (Store store = Store.open(data)) {
            get(store.users().inserted(ANNA));
        }
        byte[] bytes = Files.readAllBytes(data.store());
        Arrays.fill(bytes, 4096, 3 * 4096, (byte) 0x5a);
        Files.write(data.store(), bytes);

        assertThatThrownBy(() -> Store.open(data))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("is damaged")
                .hasMessageContaining("backup");
        assertThat(Files.readAllBytes(data.store())).isEqualTo(bytes);
    }

    @Test
    void a_file_that_is_no_store_is_refused_and_left_as_it_is() throws Exception {
        Files.writeString(data.store(), "not a database, whatever its name says; ".repeat(200));
        byte[] bytes = Files.readAllBytes(data.store());

        assertThatThrownBy(() -> Store.open(data)).hasMessageContaining("is damaged");
        assertThat(Files.readAllBytes(data.store())).isEqualTo(bytes);
    }

    @Test
    void a_store_of_a_newer_release_is_refused() throws Exception {
        Store.open(data).close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.store());
                var statement = connection.createStatement()) {
            statement.execute("INSERT INTO flyway_schema_history SELECT installed_rank + 100, '999', 'later', type,"
                    + " 'V999__later.sql', checksum, installed_by, installed_on, execution_time, success"
                    + " FROM flyway_schema_history WHERE version = '1'");
        }

        assertThatThrownBy(() -> Store.open(data)).hasMessageContaining("does not fit this release");
    }

    @Test
    void accounts_of_the_first_release_are_taken_along() throws Exception {
        String url = "jdbc:sqlite:" + data.store();
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:db/migration")
                .target("1")
                .load()
                .migrate();
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("INSERT INTO user VALUES ('u1', 'anna@x.example', 1, 1, '$fake$x', 1000, 1000, 7)");
        }

        try (Store store = Store.open(data)) {
            assertThat(store.users().load()).singleElement().satisfies(user -> {
                assertThat(user.version()).isEqualTo(7);
                assertThat(user.past().number()).isEqualTo(1);
                assertThat(user.past().old()).isEmpty();
                assertThat(user.changeReason()).isEqualTo(ChangeReason.SET_BY_ANOTHER);
            });
        }
    }

    @Test
    void a_closed_store_refuses_changes() throws Exception {
        Store store = Store.open(data);
        store.close();

        assertThat(store.isAvailable()).isFalse();
        assertThatThrownBy(() -> get(store.users().inserted(ANNA))).hasMessageContaining("closed");
    }

    private static SessionRow session(String id, byte[] hash) {
        return new SessionRow(id, hash, "u1", "billing.example", NOW, Session.State.LIVE, 0, 0, null);
    }

    private static AppCookieRow cookie(int value, String user, Instant at) {
        return new AppCookieRow("billing", "JSESSIONID", hash(value), user, at);
    }

    private static byte[] hash(int value) {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) value);
        return hash;
    }

    private static <T> void get(CompletionStage<T> stage) throws Exception {
        stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
