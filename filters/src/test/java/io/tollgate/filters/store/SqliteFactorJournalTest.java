package io.tollgate.filters.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.filters.factor.CounterRow;
import io.tollgate.filters.factor.FactorJournal;
import io.tollgate.filters.factor.Factors;
import io.tollgate.filters.factor.RecoveryRow;
import io.tollgate.filters.factor.TotpRow;
import io.tollgate.filters.identity.PasswordHash;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.seal.Sealer;
import io.tollgate.filters.seal.SealingKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class SqliteFactorJournalTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final byte[] SEED = "12345678901234567890".getBytes(US_ASCII);

    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);
    private static final String C = "c".repeat(64);
    private static final String D = "d".repeat(64);
    private static final String E = "e".repeat(64);

    @TempDir
    Path temp;

    private Sealer sealer;
    private DataDirectory data;
    private Store store;
    private FactorJournal journal;

    @BeforeEach
    void open() throws Exception {
        sealer = new Sealer(key(1), new SecureRandom());
        data = DataDirectory.own(temp.resolve("data"), DataDirectory.currentUid());
        start();
        for (String id : List.of("u1", "u2")) {
            get(store.users()
                    .inserted(new User(
                            id, id + "@x.example", Set.of(), true, false, new PasswordHash("$x$"), NOW, NOW, 1)));
        }
    }

    private void start() throws Exception {
        store = Store.open(data);
        journal = store.factors(sealer);
    }

    private void restart() throws Exception {
        store.close();
        start();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        data.close();
    }

    private static SealingKey key(int number) throws Exception {
        byte[] secret = new byte[32];
        secret[0] = (byte) number;
        return SealingKey.parse(Base64.getEncoder().encodeToString(secret), "test");
    }

    private static void get(CompletionStage<?> stage) throws Exception {
        stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private TotpRow app(String userId) {
        return new TotpRow(userId, sealer.seal(Factors.SEED, userId, SEED), NOW, 7);
    }

    @Test
    void what_was_set_up_is_there_after_a_restart_and_set_up_again_takes_its_place() throws Exception {
        get(journal.enrolled(app("u1"), List.of(A, B)));
        TotpRow next = app("u1");
        get(journal.enrolled(next, List.of(C, D)));
        get(journal.enrolled(app("u2"), List.of(A)));
        restart();

        assertThat(journal.totps()).hasSize(2).contains(next);
        assertThat(journal.recoveryCodes())
                .containsExactlyInAnyOrder(
                        new RecoveryRow("u1", C), new RecoveryRow("u1", D), new RecoveryRow("u2", A));
    }

    @Test
    void a_code_that_was_taken_stays_taken_over_a_restart() throws Exception {
        get(journal.enrolled(app("u1"), List.of(A, B)));
        get(journal.used("u1", 99));
        get(journal.recovered("u1", A));
        restart();

        assertThat(journal.totps()).extracting(TotpRow::lastStep).containsExactly(99L);
        assertThat(journal.recoveryCodes()).containsExactly(new RecoveryRow("u1", B));
        get(journal.renewed("u1", List.of(E)));
        assertThat(journal.recoveryCodes()).containsExactly(new RecoveryRow("u1", E));
    }

    @Test
    void an_app_is_removed_with_the_recovery_codes_or_without_them() throws Exception {
        get(journal.enrolled(app("u1"), List.of(A)));
        get(journal.enrolled(app("u2"), List.of(B)));
        get(journal.removed("u1", true));
        get(journal.removed("u2", false));
        restart();

        assertThat(journal.totps()).isEmpty();
        assertThat(journal.recoveryCodes()).containsExactly(new RecoveryRow("u1", A));
    }

    @Test
    void wrong_codes_and_a_lock_count_on_over_a_restart_until_one_is_right() throws Exception {
        CounterRow locked = new CounterRow("u1", 10, NOW.plusSeconds(900));
        CounterRow wrong = new CounterRow("u2", 3, null);
        get(journal.counted(new CounterRow("u1", 9, null)));
        get(journal.counted(locked));
        get(journal.counted(wrong));
        restart();
        assertThat(journal.counters()).containsExactlyInAnyOrder(locked, wrong);

        get(journal.counted(new CounterRow("u2", 0, null)));
        restart();
        assertThat(journal.counters()).containsExactly(locked);
    }

    @Test
    void who_declined_is_remembered_once() throws Exception {
        get(journal.declined("u1"));
        get(journal.declined("u1"));
        restart();

        assertThat(journal.declined()).containsExactly("u1");
    }

    @Test
    void a_seed_sealed_a_moment_before_a_rotation_is_written_under_the_newer_key() throws Exception {
        TotpRow before = app("u1");
        sealer.rotated(key(2));
        get(journal.enrolled(before, List.of()));
        restart();

        String seed = journal.totps().get(0).seed();
        assertThat(Sealer.keyOf(seed)).isEqualTo(key(2).id());
        assertThat(sealer.open(Factors.SEED, "u1", seed)).isEqualTo(SEED);
    }

    @Test
    void a_seed_that_does_not_open_for_its_user_is_not_written() throws Exception {
        TotpRow stolen = new TotpRow("u1", app("u2").seed(), NOW, 0);
        sealer.rotated(key(2));

        assertThatThrownBy(() -> get(journal.enrolled(stolen, List.of(A))))
                .hasMessageContaining("not what was sealed there");
        assertThat(journal.totps()).isEmpty();
        assertThat(journal.recoveryCodes()).as("all of it or nothing").isEmpty();
    }

    @Test
    void what_somebody_set_up_goes_with_the_account() throws Exception {
        get(journal.enrolled(app("u1"), List.of(A)));
        get(journal.counted(new CounterRow("u1", 3, null)));
        get(journal.declined("u1"));
        get(store.users().deleted("u1"));

        assertThat(journal.totps()).isEmpty();
        assertThat(journal.recoveryCodes()).isEmpty();
        assertThat(journal.counters()).isEmpty();
        assertThat(journal.declined()).isEmpty();
    }
}
