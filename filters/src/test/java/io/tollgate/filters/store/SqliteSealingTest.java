package io.tollgate.filters.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.filters.factor.Factors;
import io.tollgate.filters.factor.TotpRow;
import io.tollgate.filters.identity.PasswordHash;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.seal.CarriedKey;
import io.tollgate.filters.seal.LastingKeys;
import io.tollgate.filters.seal.LastingPurpose;
import io.tollgate.filters.seal.SealedCount;
import io.tollgate.filters.seal.Sealer;
import io.tollgate.filters.seal.Sealing;
import io.tollgate.filters.seal.SealingJournal.Rotation;
import io.tollgate.filters.seal.SealingKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
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
final class SqliteSealingTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final byte[] SEED = "12345678901234567890".getBytes(US_ASCII);

    @TempDir
    Path temp;

    private SealingKey key;
    private SealingKey next;
    private Sealer sealer;
    private DataDirectory data;
    private Store store;

    @BeforeEach
    void open() throws Exception {
        key = key(1);
        next = key(2);
        sealer = new Sealer(key, new SecureRandom());
        data = DataDirectory.own(temp.resolve("data"), DataDirectory.currentUid());
        store = Store.open(data);
        for (String id : List.of("u1", "u2")) {
            get(store.users()
                    .inserted(new User(
                            id, id + "@x.example", Set.of(), true, false, new PasswordHash("$x$"), NOW, NOW, 1)));
            String seed = sealer.seal(Factors.SEED, id, SEED);
            get(store.factors(sealer).enrolled(new TotpRow(id, seed, NOW, 0), List.of()));
        }
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

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Rotation rotation() {
        Sealer ahead = new Sealer(next, new SecureRandom());
        return new Rotation(
                sealer,
                key,
                next,
                LastingKeys.of(key, sealer, List.of()).carried(ahead),
                new Sealing(next.id(), NOW, Path.of("/keys/tollgate.key.new"), false));
    }

    private void damageSeedOf(String userId) throws Exception {
        String other = new Sealer(key, new SecureRandom()).seal(Factors.SEED, "somebody-else", SEED);
        store.close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.store());
                var statement = connection.prepareStatement("UPDATE totp SET seed = ? WHERE user_id = ?")) {
            statement.setString(1, other);
            statement.setString(2, userId);
            statement.executeUpdate();
        }
        store = Store.open(data);
    }

    @Test
    void by_which_key_all_is_sealed_is_said_once_and_can_be_read_beside_the_owner() throws Exception {
        assertThat(store.sealing().sealing()).isNull();
        assertThat(Store.readSealing(data.path())).isNull();
        Sealing first = new Sealing(key.id(), NOW, null, true);

        get(store.sealing().began(first));
        get(store.sealing().began(new Sealing(next.id(), NOW, null, true)));

        assertThat(store.sealing().sealing()).isEqualTo(first);
        assertThat(Store.readSealing(data.path())).isEqualTo(first);
        assertThat(Store.readSealing(temp.resolve("nothing"))).isNull();
        assertThat(Store.readCarried(temp.resolve("nothing"))).isEmpty();
    }

    @Test
    void a_rotation_seals_every_value_anew_and_keeps_what_outlives_the_key_that_went() throws Exception {
        get(store.sealing().began(new Sealing(key.id(), NOW, null, true)));
        Rotation rotation = rotation();

        assertThat(get(store.sealing().rotated(rotation))).isEqualTo(2);

        assertThat(store.sealing().sealing()).isEqualTo(rotation.sealing());
        assertThat(store.sealing().counts())
                .containsExactlyInAnyOrder(
                        new SealedCount(Factors.SEED, next.id(), 2),
                        new SealedCount(CarriedKey.PURPOSE, next.id(), LastingPurpose.values().length));
        Sealer restarted = new Sealer(next, new SecureRandom());
        for (TotpRow row : store.factors(restarted).totps()) {
            assertThat(restarted.open(Factors.SEED, row.userId(), row.seed())).isEqualTo(SEED);
        }
        assertThat(Store.readCarried(data.path())).containsExactlyInAnyOrderElementsOf(rotation.carried());
        LastingKeys after = LastingKeys.of(next, restarted, store.sealing().carried());
        assertThat(after.key(LastingPurpose.KNOWN_DEVICES).id())
                .isEqualTo(key.derive(LastingPurpose.KNOWN_DEVICES.label()).id());
    }

    @Test
    void where_one_value_does_not_open_nothing_is_changed_and_the_key_of_before_seals_on() throws Exception {
        get(store.sealing().began(new Sealing(key.id(), NOW, null, true)));
        damageSeedOf("u2");

        assertThatThrownBy(() -> get(store.sealing().rotated(rotation())))
                .hasMessageContaining("the value of totp-seed for u2 is not what was sealed there");

        assertThat(sealer.keyId()).isEqualTo(key.id());
        assertThat(store.sealing().sealing().keyId()).isEqualTo(key.id());
        assertThat(store.sealing().carried()).isEmpty();
        assertThat(store.sealing().counts()).containsExactly(new SealedCount(Factors.SEED, key.id(), 2));
    }

    @Test
    void nothing_that_the_key_of_before_sealed_is_left_in_the_files() throws Exception {
        String before = store.factors(sealer).totps().get(0).seed();
        assertThat(isInFiles(before)).isTrue();
        get(store.sealing().rotated(rotation()));

        assertThat(get(store.sealing().scrubbed())).isTrue();

        assertThat(isInFiles(before)).isFalse();
        assertThat(store.sealing().sealing().isScrubbed()).isTrue();
    }

    private boolean isInFiles(String text) throws Exception {
        for (String name : List.of("store.db", "store.db-wal")) {
            Path file = data.path().resolve(name);
            if (Files.exists(file)
                    && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void a_column_is_named_by_plain_words_alone() {
        assertThatThrownBy(() -> new SealedColumn("totp", "id; DROP TABLE user", "seed", "x"))
                .hasMessageContaining("no name of a table or column");
    }
}
