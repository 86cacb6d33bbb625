package io.tollgate.benchmarks.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleFileTest {
    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("people"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void a_line_is_a_name_and_a_password_that_may_hold_blanks() throws Exception {
        assertThat(PeopleFile.read(
                        file("# people\n\nann@clinic.example \t four words and ß \nbob@clinic.example\tx#y\n")))
                .containsExactly(
                        new Account("ann@clinic.example", "four words and ß "),
                        new Account("bob@clinic.example", "x#y"));
    }

    @Test
    void what_was_written_is_read_again_and_is_its_owners_alone() throws Exception {
        Path file = folder.resolve("new");
        List<Account> accounts = List.of(new Account("ann@clinic.example", "four words and ß "));
        PeopleFile.write(file, accounts);

        assertThat(PeopleFile.read(file)).isEqualTo(accounts);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> PeopleFile.write(file, accounts)).isInstanceOf(IOException.class);
    }

    @Test
    void a_file_that_others_may_read_is_refused() throws Exception {
        Path file = file("ann@clinic.example secret\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> PeopleFile.read(file)).hasMessageContaining("chmod 600");
    }

    @Test
    void faults_are_told_with_their_line_and_without_the_password() throws Exception {
        assertThatThrownBy(() -> PeopleFile.read(file("ann@clinic.example secret\nhunter2\n")))
                .hasMessageEndingWith("people:2: is not a name, a blank and a password");
        assertThatThrownBy(() -> PeopleFile.read(file("a@b.example x\na@b.example y\n")))
                .hasMessageContaining("people:2: a@b.example stands here twice");
        assertThatThrownBy(() -> PeopleFile.read(file("# nobody\n"))).hasMessageContaining("names nobody");
        assertThatThrownBy(() -> PeopleFile.read(folder.resolve("missing"))).hasMessageContaining("is not there");
    }

    @Test
    void an_account_shows_no_password() {
        assertThat(new Account("ann@clinic.example", "secret").toString()).doesNotContain("secret");
    }
}
