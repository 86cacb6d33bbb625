package io.tollgate.proxy.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.reader.ConfigReader;
import io.tollgate.config.reader.ReadResult;
import io.tollgate.filters.audit.TrailVerifier;
import io.tollgate.filters.factor.FactorJournal;
import io.tollgate.filters.factor.Factors;
import io.tollgate.filters.factor.TotpRow;
import io.tollgate.filters.identity.Argon2Hasher;
import io.tollgate.filters.seal.LastingKeys;
import io.tollgate.filters.seal.LastingPurpose;
import io.tollgate.filters.seal.Sealer;
import io.tollgate.filters.seal.SealingKey;
import io.tollgate.filters.store.DataDirectory;
import io.tollgate.filters.store.Store;
import io.tollgate.proxy.GatewayStartException;
import io.tollgate.proxy.Ground;
import io.tollgate.proxy.SealedAuditKeys;
import io.tollgate.proxy.World;
import io.tollgate.proxy.control.ControlReply;
import io.tollgate.proxy.control.ControlRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyRotationTest {
    private static final int MANY = 200;
    private static final String PASSWORD = "grey-heron-on-the-jetty-7";

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final World world = new World(
            InstantSource.system(),
            Ticker.systemTicker(),
            new SecureRandom(),
            new Argon2Hasher(new SecureRandom()),
            "test",
            DataDirectory.currentUid());
    private Path key;
    private Path data;

    @BeforeEach
    void files() throws Exception {
        key = folder.resolve("tollgate.key");
        data = folder.resolve("data");
        write("");
    }

    @Test
    void after_it_every_value_opens_with_the_new_key_alone_and_nothing_of_the_old_is_left() throws Exception {
        SealingKey before = begin();
        Planted planted = new Planted(data, before, MANY, 1);

        ControlReply reply = rotate();

        SealingKey after = SealingKey.parse(Files.readString(key), "test");
        assertThat(reply.message())
                .startsWith(MANY + " values are sealed by the key " + after.id())
                .contains("the key " + before.id() + " opens nothing any more");
        assertThat(planted.opened(after)).isEqualTo(MANY);
        assertThat(planted.opened(before)).isZero();
        assertThat(Planted.filesWith(data, before)).isEmpty();
        assertThat(Planted.filesWith(data, after)).isNotEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(keyFiles()).containsExactly("tollgate.key");
    }

    @Test
    void nothing_of_the_old_is_in_the_log_of_a_store_that_stays_open() throws Exception {
        SealingKey before = begin();
        new Planted(data, before, MANY, 2);

        try (Ground ground = open()) {
            assertThat(Planted.filesWith(data, before)).isNotEmpty();
            done(ground, "keys.rotate", Map.of());
            assertThat(Planted.filesWith(data, before)).isEmpty();
            done(ground, "keys.rotate", Map.of());
            assertThat(ground.keys().counts())
                    .allMatch(count -> count.keyId().equals(ground.keys().id()));
        }
    }

    @Test
    void what_outlives_the_key_goes_on_and_old_lines_are_proved_beside_new_ones() throws Exception {
        SealingKey before = begin();
        String devices = before.derive("known-devices").hmacHex(new byte[] {1});

        rotate();
        SealingKey between = read();
        rotate();
        try (Ground ground = open()) {
            for (LastingPurpose purpose :
                    Set.of(LastingPurpose.KNOWN_DEVICES, LastingPurpose.APP_COOKIES, LastingPurpose.UNKNOWN_NAMES)) {
                assertThat(ground.keys().lasting(purpose).id())
                        .isEqualTo(before.derive(purpose.label()).id());
            }
            assertThat(ground.keys().lasting(LastingPurpose.KNOWN_DEVICES).hmacHex(new byte[] {1}))
                    .isEqualTo(devices);
            ground.accounts()
                    .add(
                            "test",
                            "ann@clinic.example",
                            Set.of("biller"),
                            "grey-heron-on-the-jetty-7".toCharArray(),
                            true)
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
        }

        SealingKey after = read();
        assertThat(lines())
                .anyMatch(line -> line.contains(before.derive("audit").id()))
                .anyMatch(line ->
                        line.contains("keys.rotated") && line.contains("from " + before.id() + " to " + between.id()))
                .anyMatch(line ->
                        line.contains("keys.rotated") && line.contains("from " + between.id() + " to " + after.id()));
        assertThat(lines().get(lines().size() - 1))
                .contains(after.derive("audit").id());
        TrailVerifier.Report report = new TrailVerifier(
                        Ground.trailDirectory(data),
                        new SealedAuditKeys(
                                LastingKeys.of(after, new Sealer(after, new SecureRandom()), Store.readCarried(data))),
                        Store.readHeads(data))
                .verify();
        assertThat(report.findings()).isEmpty();
    }

    @Test
    void what_was_sealed_a_moment_before_is_written_under_the_new_key() throws Exception {
        begin();
        try (Ground ground = open()) {
            String user = ground.users().all().get(0).id();
            String sealed = ground.keys().sealer().seal(Factors.SEED, user, new byte[] {1, 2, 3});
            done(ground, "keys.rotate", Map.of());

            FactorJournal journal = ground.store().factors(ground.keys().sealer());
            journal.enrolled(new TotpRow(user, sealed, Instant.EPOCH, 1), List.of())
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);

            String written = journal.totps().get(0).seed();
            assertThat(Sealer.keyOf(written)).isEqualTo(ground.keys().id());
            assertThat(new Sealer(read(), new SecureRandom()).open(Factors.SEED, user, written))
                    .containsExactly(1, 2, 3);
        }
    }

    @Test
    void seeds_that_are_written_while_rotations_go_on_are_all_under_the_last_key() throws Exception {
        begin();
        Map<String, byte[]> latest = new ConcurrentHashMap<>();
        try (Ground ground = open()) {
            List<String> users = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                users.add(ground.accounts()
                        .add("test", "w" + i + "@clinic.example", Set.of("biller"), PASSWORD.toCharArray(), true)
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS)
                        .id());
            }
            AtomicBoolean isOver = new AtomicBoolean();
            List<CompletableFuture<Void>> writers = users.stream()
                    .map(user -> CompletableFuture.runAsync(() -> write(ground, user, latest, isOver)))
                    .toList();
            for (int i = 0; i < 12; i++) {
                done(ground, "keys.rotate", Map.of());
            }
            isOver.set(true);
            CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
            assertThat(ground.keys().counts())
                    .allMatch(count -> count.keyId().equals(ground.keys().id()));
        }
        Sealer last = new Sealer(read(), new SecureRandom());
        try (Ground ground = open()) {
            var rows = ground.store().factors(ground.keys().sealer()).totps();
            assertThat(rows).hasSize(4);
            rows.forEach(row -> assertThat(last.open(Factors.SEED, row.userId(), row.seed()))
                    .isEqualTo(latest.get(row.userId())));
        }
    }

    /** Sealed here, written on the store's thread a moment later: a rotation may come between. */
    private static void write(Ground ground, String user, Map<String, byte[]> latest, AtomicBoolean isOver) {
        FactorJournal journal = ground.store().factors(ground.keys().sealer());
        SecureRandom random = new SecureRandom();
        while (!isOver.get()) {
            byte[] seed = new byte[20];
            random.nextBytes(seed);
            String sealed = ground.keys().sealer().seal(Factors.SEED, user, seed);
            journal.enrolled(new TotpRow(user, sealed, Instant.EPOCH, 1), List.of())
                    .toCompletableFuture()
                    .join();
            latest.put(user, seed);
        }
    }

    @Test
    void a_start_finishes_what_was_cut_short_after_everything_was_sealed() throws Exception {
        SealingKey before = begin();
        Planted planted = new Planted(data, before, MANY, 3);
        Path old = Files.copy(key, folder.resolve("old"));
        rotate();
        SealingKey after = read();
        Files.move(key, folder.resolve("tollgate.key.new"));
        Files.move(old, key);

        open().close();

        assertThat(read().id()).isEqualTo(after.id());
        assertThat(planted.opened(after)).isEqualTo(MANY);
        assertThat(keyFiles()).containsExactly("tollgate.key");
    }

    @Test
    void a_start_cleans_the_files_that_a_rotation_had_no_time_for() throws Exception {
        SealingKey before = begin();
        Planted planted = new Planted(data, before, MANY, 8);
        rotate();
        execute("UPDATE sealing SET scrubbed = 0");
        execute("CREATE TABLE left_over (value TEXT)");
        execute("INSERT INTO left_over VALUES ('1." + before.id() + ".')");
        execute("DROP TABLE left_over");
        assertThat(Planted.filesWith(data, before)).isNotEmpty();

        open().close();

        assertThat(Planted.filesWith(data, before)).isEmpty();
        assertThat(Store.readSealing(data).isScrubbed()).isTrue();
        assertThat(planted.opened(read())).isEqualTo(MANY);
    }

    @Test
    void a_key_that_is_left_over_from_before_everything_was_sealed_is_taken_by_the_next_rotation() throws Exception {
        SealingKey before = begin();
        Planted planted = new Planted(data, before, MANY, 4);
        Path left = keyFile("tollgate.key.new", "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=");
        SealingKey next = SealingKey.parse(Files.readString(left), "test");

        open().close();
        assertThat(read().id()).isEqualTo(before.id());
        assertThat(planted.opened(before)).isEqualTo(MANY);
        rotate();

        assertThat(read().id()).isEqualTo(next.id());
        assertThat(planted.opened(next)).isEqualTo(MANY);
        assertThat(left).doesNotExist();
    }

    @Test
    void a_start_with_another_key_says_what_to_do_and_changes_nothing() throws Exception {
        SealingKey before = begin();
        Files.delete(key);
        keyFile("tollgate.key", "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=");
        List<String> trail = lines();

        assertThatThrownBy(this::open)
                .isInstanceOf(GatewayStartException.class)
                .hasMessageContaining(key + ": is " + read().id())
                .hasMessageContaining("everything is sealed by the key " + before.id() + "; put that one back")
                .hasMessageContaining("Nothing was changed");
        assertThat(lines()).isEqualTo(trail);
    }

    @Test
    void data_of_a_release_that_kept_no_key_are_known_by_their_trail() throws Exception {
        begin();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("store.db"));
                var statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM sealing");
        }
        String good = Files.readString(key);
        Files.delete(key);
        keyFile("tollgate.key", "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=");

        assertThatThrownBy(this::open)
                .hasMessageContaining("is not the one that the audit trail")
                .hasMessageContaining("put that one back");

        Files.writeString(key, good);
        open().close();
        assertThat(Store.readSealing(data)).isNotNull();
    }

    @Test
    void a_key_of_the_environment_needs_a_file_for_the_one_that_comes() throws Exception {
        environment.put("SEAL", "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=");
        write("keys: { seal: \"${env:SEAL}\" }\n");
        open().close();
        SealingKey before = SealingKey.parse(environment.get("SEAL"), "test");
        Planted planted = new Planted(data, before, MANY, 5);
        Path next = folder.resolve("next.key");

        try (Ground ground = open()) {
            assertThat(ask(ground, "keys.rotate", Map.of()).exit()).isEqualTo(2);
            assertThat(ask(ground, "keys.rotate", Map.of()).message())
                    .contains("comes from the environment", "--to FILE");
            ControlReply reply = done(ground, "keys.rotate", Map.of("to", List.of(next.toString())));
            assertThat(reply.message()).contains("which is in " + next, "let keys.seal name the new one");
        }

        SealingKey after = SealingKey.parse(Files.readString(next), "test");
        assertThat(planted.opened(after)).isEqualTo(MANY);
        assertThatThrownBy(this::open)
                .hasMessageContaining("sealing key in the environment: is " + before.id())
                .hasMessageContaining("by the key " + after.id() + ", which a rotation wrote to " + next)
                .hasMessageContaining("name that file by keys.seal");
        write("keys: { seal: \"${file:" + next + "}\" }\n");
        open().close();
    }

    @Test
    void an_old_key_put_back_over_the_new_one_is_told_with_what_to_do() throws Exception {
        SealingKey before = begin();
        String old = Files.readString(key);
        rotate();
        String next = read().id();
        Files.writeString(key, old);

        assertThatThrownBy(this::open)
                .hasMessageContaining(key + ": is " + before.id() + ", and everything is sealed by the key " + next)
                .hasMessageContaining("; another one stands there now: put that one back")
                .hasMessageContaining("Nothing was changed");
    }

    @Test
    void a_key_that_the_operator_made_may_be_the_next() throws Exception {
        begin();
        Path made = keyFile("made.key", "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=");

        try (Ground ground = open()) {
            done(ground, "keys.rotate", Map.of("to", List.of(made.toString())));
            assertThat(ground.keys().id())
                    .isEqualTo(SealingKey.parse(Files.readString(made), "test").id());
            assertThat(done(ground, "keys.rotate", Map.of("to", List.of(made.toString())))
                            .message())
                    .startsWith(
                            "everything is sealed by the key " + ground.keys().id() + " already");
        }
    }

    @Test
    void a_key_that_others_may_read_or_that_lies_in_the_data_is_no_next_one() throws Exception {
        SealingKey before = begin();
        Path open = keyFile("open.key", "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));

        try (Ground ground = open()) {
            assertThat(ask(ground, "keys.rotate", Map.of("to", List.of(open.toString())))
                            .message())
                    .contains("chmod 600");
            assertThat(ask(
                                    ground,
                                    "keys.rotate",
                                    Map.of(
                                            "to",
                                            List.of(data.resolve("next.key").toString())))
                            .message())
                    .contains("lies in the data directory");
            assertThat(ask(ground, "keys.rotate", Map.of("to", List.of(key.toString())))
                            .message())
                    .contains("leave --to out");
            assertThat(ground.keys().id()).isEqualTo(before.id());
        }
        assertThat(data.resolve("next.key")).doesNotExist();
        assertThat(lines()).noneMatch(line -> line.contains("keys.rotated"));
    }

    @Test
    void a_file_in_a_folder_that_is_not_ours_to_write_is_left_alone() throws Exception {
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        Path file = keyFile("secrets/seal.key", "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=");
        write("keys: { seal: \"${file:" + file + "}\" }\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("r-x------"));
        try (Ground ground = open()) {
            if (!Files.isWritable(file)) { // the superuser may write everywhere
                assertThat(ask(ground, "keys.rotate", Map.of()).message()).contains("can't be replaced", "--to FILE");
            }
        } finally {
            Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void the_old_key_is_kept_where_that_is_asked_for() throws Exception {
        SealingKey before = begin();

        try (Ground ground = open()) {
            Path kept = folder.resolve("tollgate.key." + before.id());
            assertThat(done(ground, "keys.rotate", Map.of("keep-old", List.of()))
                            .message())
                    .contains("is kept in " + kept);
            assertThat(SealingKey.parse(Files.readString(kept), "test").id()).isEqualTo(before.id());
        }
        assertThat(keyFiles()).containsExactlyInAnyOrder("tollgate.key", "tollgate.key." + before.id());
    }

    @Test
    void a_value_that_does_not_open_keeps_everything_as_it_was() throws Exception {
        SealingKey before = begin();
        Planted planted = new Planted(data, before, MANY, 6);
        spoil();
        try (Ground ground = open()) {
            ControlReply reply = ask(ground, "keys.rotate", Map.of());

            assertThat(reply.exit()).isEqualTo(3);
            assertThat(reply.message())
                    .startsWith(
                            "nothing was changed: the value of carried-key for other/spoilt is not what was sealed");
            assertThat(ground.keys().id()).isEqualTo(before.id());
            assertThat(ground.keys().sealer().keyId()).isEqualTo(before.id());
            assertThat(planted.opened(before)).isEqualTo(MANY);
        }
        execute("DELETE FROM carried_key WHERE id = 'other/spoilt'");
        rotate();
        assertThat(planted.opened(read())).isEqualTo(MANY);
    }

    @Test
    void showing_names_keys_and_never_tells_one() throws Exception {
        SealingKey before = begin();
        new Planted(data, before, MANY, 7);

        try (Ground ground = open()) {
            List<Map<String, Object>> rows = done(ground, "keys.show", Map.of()).rows();

            assertThat(rows.get(0)).containsEntry("key", before.id()).containsEntry("seals", "everything");
            assertThat(rows.get(1))
                    .containsEntry("key", before.id())
                    .containsEntry("seals", "carried-key")
                    .containsEntry("values", MANY / 4);
            assertThat(rows.get(2))
                    .containsEntry("key", before.id())
                    .containsEntry("seals", "totp-seed")
                    .containsEntry("values", MANY - MANY / 4);
            assertThat(rows.toString()).doesNotContain(Files.readString(key).strip());
        }
    }

    @Test
    void a_link_stays_one_and_what_it_leads_to_is_replaced() throws Exception {
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        Path real = keyFile("secrets/seal.key", "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=");
        Path link = Files.createSymbolicLink(folder.resolve("seal.key"), real);
        write("keys: { seal: \"${file:" + link + "}\" }\n");

        rotate();

        assertThat(link).isSymbolicLink();
        assertThat(SealingKey.parse(Files.readString(link), "test").id())
                .isEqualTo(Store.readSealing(data).keyId());
        try (var files = Files.list(secrets)) {
            assertThat(files).hasSize(1);
        }
    }

    private void spoil() throws Exception {
        String value = new Sealer(read(), new SecureRandom()).seal("carried-key", "audit/other", new byte[32]);
        execute("INSERT INTO carried_key (id, sealed) VALUES ('other/spoilt', '" + value + "')");
    }

    private void execute(String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("store.db"));
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 5000");
            statement.executeUpdate(sql);
        }
    }

    /** Makes the data and the key. */
    private SealingKey begin() throws Exception {
        try (Ground ground = open()) {
            ground.accounts()
                    .add(
                            "test",
                            "first@clinic.example",
                            Set.of("biller"),
                            "grey-heron-on-the-jetty-7".toCharArray(),
                            true)
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
        }
        return read();
    }

    private SealingKey read() throws IOException {
        return SealingKey.parse(Files.readString(key), "test");
    }

    private ControlReply rotate() throws Exception {
        try (Ground ground = open()) {
            return done(ground, "keys.rotate", Map.of());
        }
    }

    private static ControlReply done(Ground ground, String verb, Map<String, List<String>> arguments) throws Exception {
        ControlReply reply = ask(ground, verb, arguments);
        assertThat(reply.exit()).as(reply.message()).isZero();
        return reply;
    }

    private static ControlReply ask(Ground ground, String verb, Map<String, List<String>> arguments) throws Exception {
        return ground.administration()
                .handle(new ControlRequest(verb, arguments), "test")
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private Ground open() throws GatewayStartException {
        return Ground.open(config(), world);
    }

    private GatewayConfig config() {
        ReadResult result =
                ConfigReader.read(folder.resolve("tollgate.yaml"), environment::get, InstantSource.system());
        if (result instanceof ReadResult.Loaded loaded) {
            return loaded.config();
        }
        throw new IllegalStateException(result.toString());
    }

    private void write(String keys) throws IOException {
        Files.writeString(folder.resolve("certificate"), "");
        Files.writeString(folder.resolve("tollgate.yaml"), """
            listeners:
              - { address: "127.0.0.1:0", tls: { certificate: certificate, key: certificate } }
            apps:
              desk: { upstream: "http://127.0.0.1:1", access: { biller: { allow: ["/**"] } } }
            """ + keys);
    }

    private Path keyFile(String name, @Nullable String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private List<String> keyFiles() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains("key"))
                    .toList();
        }
    }

    private List<String> lines() throws IOException {
        try (var files = Files.list(Ground.trailDirectory(data))) {
            List<String> lines = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
            return lines;
        }
    }
}
