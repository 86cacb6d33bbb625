package io.tollgate.proxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** {@code tollgate reload} and SIGHUP, as whoever runs the gateway meets them. */
final class ReloadCommandIT {
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

    /** What somebody does beside a gateway that runs. */
    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    private void whileItRuns(Step step) {
        console.end = close -> {
            try {
                step.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            } finally {
                close.run();
            }
        };
        assertThat(console.run(places.words("run"))).as(console.err()).isZero();
    }

    private int reload(String... options) {
        String[] words = new String[options.length + 1];
        words[0] = "reload";
        System.arraycopy(options, 0, words, 1, options.length);
        return beside.run(places.words(words));
    }

    private void replace(String from, String to) throws Exception {
        Files.writeString(places.config, Files.readString(places.config).replace(from, to));
    }

    private int trainee() {
        beside.stdin = "three wet umbrellas\n";
        return beside.run(places.words("users", "add", "ann@clinic.example", "--role", "trainee", "--password-stdin"));
    }

    @Test
    void without_a_gateway_there_is_nothing_to_reload() throws Exception {
        assertThat(reload()).isEqualTo(3);
        assertThat(beside.err()).contains("no gateway runs on " + places.data()).hasLineCount(1);

        replace("data: data", "data: data\ncolour: blue");
        assertThat(reload()).as("however bad the file is").isEqualTo(3);
    }

    @Test
    void a_good_file_is_taken_over() {
        whileItRuns(() -> {
            assertThat(reload()).as(beside.err()).isZero();
            assertThat(beside.out()).isEqualTo("reloaded: " + places.config + " holds from now on\n");
            assertThat(reload("--json")).isZero();
            assertThat(beside.json().get("exit").asInt()).isZero();
            assertThat(beside.run(places.words("audit", "tail"))).isZero();
            assertThat(beside.out()).contains("gateway.reloaded");
        });
    }

    @Test
    void every_problem_of_a_bad_file_is_told_as_check_tells_it() {
        whileItRuns(() -> {
            replace("data: data", "data: data\ncolour: blue\nsession: { idle: soon }");

            assertThat(reload()).isEqualTo(2);
            String told = beside.err();
            assertThat(told).contains("tollgate.yaml:2:1: colour: ", "tollgate.yaml:3:18: session.idle: ");
            assertThat(beside.out()).isEmpty();
            beside.run(places.words("check"));
            assertThat(beside.out()).isEqualTo(told);

            assertThat(reload("--json")).isEqualTo(2);
            var problems = JsonMapper.shared().readTree(beside.err()).get("problems");
            assertThat(problems.get(0).get("line").asInt()).isEqualTo(2);
            assertThat(problems).hasSize(2);
        });
    }

    @Test
    void a_certificate_that_can_not_be_served_is_told_where_it_is_named() {
        whileItRuns(() -> {
            Files.writeString(folder.resolve("certs/server.crt"), "nothing");

            assertThat(reload()).isEqualTo(2);
            assertThat(beside.err()).contains("tollgate.yaml:5:20");
        });
    }

    @Test
    void another_place_for_the_key_is_refused_where_it_stands() {
        whileItRuns(() -> {
            Path key = folder.resolve("other.key");
            Files.writeString(key, "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=\n");
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            replace("data: data", "data: data\nkeys: { seal: \"${file:" + key + "}\" }");

            assertThat(reload()).isEqualTo(2);
            assertThat(beside.err())
                    .contains("tollgate.yaml:2:1: keys: sealing key in " + key + ": is ", "put that one back");
        });
    }

    @Test
    void another_place_for_the_data_is_not_where_a_gateway_runs() {
        whileItRuns(() -> {
            replace("data: data", "data: elsewhere");

            assertThat(reload()).isEqualTo(3);
            assertThat(beside.err()).contains("elsewhere", "can't follow where `data` has changed");
        });
    }

    @Test
    void another_file_on_the_same_data_is_not_what_it_runs_by() {
        whileItRuns(() -> {
            Path other = folder.resolve("other.yaml");
            Files.copy(places.config, other);

            assertThat(beside.run("reload", "--config", other.toString())).isEqualTo(2);
            assertThat(beside.err()).contains("runs by " + places.config);
        });
    }

    @Test
    void a_signal_does_the_same() {
        AtomicReference<Runnable> signal = new AtomicReference<>();
        console.hangUps = signal::set;
        whileItRuns(() -> {
            assertThat(trainee()).isEqualTo(2);
            assertThat(beside.err()).contains("not declared");
            Files.writeString(
                    places.config, "roles: [biller, front-desk, trainee]\n" + Files.readString(places.config));

            signal.get().run();

            assertThat(trainee()).as(beside.err()).isZero();
        });
    }
}
