package io.tollgate.benchmarks.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is refused before anything is connected to. */
class LoadCommandTest {
    private static final int WRONG = 2;

    private final StringWriter said = new StringWriter();

    private int run(String... words) {
        return new CommandLine(new LoadCommand())
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute(words);
    }

    @Test
    void what_is_not_loopback_is_refused_by_name_and_with_what_to_do() {
        assertThat(run("--url", "https://192.0.2.7:8443/")).isEqualTo(WRONG);
        assertThat(said.toString()).contains("192.0.2.7 is not this machine", "--i-own-this-target");
    }

    @Test
    void the_demos_users_are_sent_nowhere_else_whoever_owns_it() {
        assertThat(run("--url", "https://192.0.2.7:8443/", "--i-own-this-target"))
                .isEqualTo(WRONG);
        assertThat(said.toString()).contains("--people: which users?");
    }

    @ParameterizedTest
    @CsvSource({
        "--users, 0",
        "--users, 20001",
        "--rate, 0",
        "--rate, -1",
        "--rate, NaN",
        "--rate, 50001",
        "--rate, 10/m",
        "--duration, 60",
        "--duration, 0s",
        "--warm-up, 60s",
        "--arrive, soon",
        "--away, -1s",
        "--page, //elsewhere.example/",
        "--page, invoices",
        "--upload, https://elsewhere.example/",
        "--people, missing"
    })
    void what_makes_no_sense_is_told_with_the_option(String option, String value) {
        assertThat(run("--url", "https://127.0.0.1:1/", option, value)).isEqualTo(WRONG);
        assertThat(said.toString())
                .containsPattern(option.equals("--warm-up") ? "--duration: " : option + ": |missing: ");
    }

    @Test
    void a_file_of_passwords_that_others_may_read_is_refused(@TempDir Path folder) throws Exception {
        Path people = Files.writeString(folder.resolve("people"), "ann@clinic.example secret-of-ann\n");
        Files.setPosixFilePermissions(people, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(run("--url", "https://127.0.0.1:1/", "--people", people.toString()))
                .isEqualTo(WRONG);
        assertThat(said.toString()).contains("chmod 600").doesNotContain("secret-of-ann");
    }
}
