package io.tollgate.proxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.certs.DevCertificates;
import io.tollgate.filters.store.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as a command, and commands beside it. */
final class RunIT {
    private static final String ANN = "ann@clinic.example";
    private static final String PASSWORD = "three wet umbrellas";

    @TempDir
    Path folder;

    private FakeConsole console;
    private FakeConsole beside;
    private Places places;

    @BeforeEach
    void set_up() throws Exception {
        console = new FakeConsole(folder);
        beside = new FakeConsole(folder);
        places = Places.in(folder);
    }

    private int beside(String... words) {
        return beside.run(places.words(words));
    }

    private void replace(String from, String to) throws Exception {
        Files.writeString(places.config, Files.readString(places.config).replace(from, to));
    }

    @Test
    void a_rehearsal_for_the_launcher_is_a_whole_life_of_a_gateway_and_says_nothing() {
        assertThat(console.run("rehearse")).isZero();

        assertThat(console.out()).isEmpty();
        assertThat(console.err()).isEmpty();
    }

    @Test
    void a_gateway_says_when_it_is_ready_and_commands_beside_it_act_at_once() {
        console.end = close -> {
            assertThat(console.out())
                    .startsWith("ready: listener-1 on 127.0.0.1:")
                    .contains("apps: billing");
            assertThat(console.out().lines()).hasSize(1);

            beside.stdin = PASSWORD + "\n";
            assertThat(beside("users", "add", ANN, "--role", "biller", "--password-stdin"))
                    .as(beside.err())
                    .isZero();
            assertThat(beside("users", "list")).isZero();
            assertThat(beside.out()).contains(ANN);
            assertThat(beside("explain", "--user", ANN, "GET /claims/1")).isZero();
            assertThat(beside("users", "roles", ANN, "--role", "bilr")).isEqualTo(2);
            assertThat(beside.err()).contains("did you mean \"biller\"?");
            assertThat(beside("users", "show", "bob@clinic.example")).isEqualTo(1);
            assertThat(beside("audit", "tail")).isZero();
            assertThat(beside.out()).contains("gateway.started", "users.added");
            assertThat(beside("audit", "verify")).as(beside.out()).isZero();
            close.run();
        };

        assertThat(console.run(places.words("run"))).isZero();
        assertThat(beside("users", "list")).isZero();
        assertThat(beside.out()).contains(ANN);
        assertThat(places.data().resolve("control.sock")).doesNotExist();
    }

    @Test
    void a_second_gateway_on_the_same_data_is_refused() {
        console.end = close -> {
            assertThat(beside("run")).isEqualTo(3);
            assertThat(beside.err()).contains("is in use by process").doesNotContain("Exception");
            close.run();
        };

        assertThat(console.run(places.words("run"))).isZero();
    }

    @Test
    void a_port_in_use_could_not_be_had() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            replace("127.0.0.1:0", "127.0.0.1:" + taken.getLocalPort());

            assertThat(console.run(places.words("run"))).isEqualTo(3);
            assertThat(console.err()).contains("127.0.0.1:" + taken.getLocalPort());
            assertThat(console.out()).isEmpty();
        }
        assertThat(beside("users", "list")).as("nothing is held").isZero();
    }

    @Test
    void a_certificate_that_does_not_match_is_a_wrong_file() throws Exception {
        Path other = folder.resolve("other");
        new DevCertificates(new SecureRandom(), InstantSource.system()).into(other, List.of("localhost"));
        replace("certs/server.key", "other/server.key");

        assertThat(console.run(places.words("run"))).isEqualTo(2);
        assertThat(console.err()).contains("tollgate.yaml:6:12").contains("does not belong");
    }

    @Test
    void a_damaged_store_is_told_and_left_alone() throws Exception {
        Files.createDirectory(places.data());
        Files.setPosixFilePermissions(places.data(), PosixFilePermissions.fromString("rwx------"));
        Files.write(places.data().resolve("store.db"), new byte[4096]);
        Files.writeString(folder.resolve("tollgate.key"), "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=\n");
        Files.setPosixFilePermissions(folder.resolve("tollgate.key"), PosixFilePermissions.fromString("rw-------"));

        assertThat(console.run(places.words("run"))).isEqualTo(3);
        assertThat(console.err()).contains("damaged");
        assertThat(places.data().resolve("store.db")).hasBinaryContent(new byte[4096]);
    }

    @Test
    void whoever_holds_the_data_without_answering_is_waited_for_and_then_named() throws Exception {
        try (DataDirectory held = DataDirectory.own(places.data(), DataDirectory.currentUid())) {
            AtomicLong hurried = new AtomicLong();
            console.ticker = () -> hurried.addAndGet(Duration.ofSeconds(3).toNanos());

            assertThat(console.run(places.words("users", "list"))).isEqualTo(3);
            assertThat(console.err()).contains("is in use by process");
            assertThat(held).isNotNull();
        }
    }

    @Test
    void whoever_holds_the_data_for_a_moment_only_is_waited_for() throws Exception {
        DataDirectory held = DataDirectory.own(places.data(), DataDirectory.currentUid());
        AtomicInteger looks = new AtomicInteger();
        console.ticker = () -> {
            if (looks.incrementAndGet() == 3) {
                close(held);
            }
            return System.nanoTime();
        };

        assertThat(console.run(places.words("users", "list"))).as(console.err()).isZero();
        assertThat(looks).hasValueGreaterThan(3);
    }

    private static void close(DataDirectory held) {
        try {
            held.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void every_problem_of_the_file_keeps_a_gateway_from_starting() throws Exception {
        replace("data: data", "data: data\ncolour: blue\nsession: { idle: soon }");

        assertThat(console.run(places.words("run"))).isEqualTo(2);
        assertThat(console.err()).contains(":2:").contains(":3:");
    }
}
