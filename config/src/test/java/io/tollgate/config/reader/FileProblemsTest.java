package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileProblemsTest {

    @TempDir
    Path temporary;

    private ConfigFolder folder;

    @BeforeEach
    void begin() {
        folder = new ConfigFolder(temporary);
    }

    @Test
    void a_folder_is_no_file() {
        assertThat(folder.told(ConfigReader.read(temporary, name -> null, ConfigFolder.CLOCK)))
                .singleElement()
                .asString()
                .contains(":1:1: (file): is not a file; ");
    }

    @Test
    void a_file_that_is_too_large_is_not_parsed() {
        assertThat(folder.problems("#".repeat(SourceFile.LARGEST + 1)))
                .containsExactly(
                        "tollgate.yaml:1:1: (file): is larger than 1 MiB; move apps to other files with include:");
    }

    @Test
    void what_is_not_utf_8_is_told_with_its_place() throws IOException {
        Files.write(folder.path("tollgate.yaml"), new byte[] {'a', ':', '\n', 'b', ':', ' ', (byte) 0xff});
        assertThat(folder.told(ConfigReader.read(folder.path("tollgate.yaml"), name -> null, ConfigFolder.CLOCK)))
                .containsExactly("tollgate.yaml:2:4: (file): is not UTF-8; save it as UTF-8");
    }

    @Test
    void a_byte_order_mark_is_no_problem() {
        folder.loaded("\ufeff" + ConfigFolder.SHORTEST);
    }

    @Test
    void lines_may_end_as_on_windows() {
        folder.loaded(ConfigFolder.SHORTEST.replace("\n", "\r\n"));
    }

    @Test
    void an_empty_file_lacks_listeners_and_apps() {
        assertThat(folder.problems(""))
                .containsExactly(
                        "tollgate.yaml:1:1: listeners: is missing; add it: where clients come in",
                        "tollgate.yaml:1:1: apps: names no app; add one, with its upstream");
    }

    @Test
    void a_list_is_no_configuration() {
        assertThat(folder.problems("- a\n"))
                .contains("tollgate.yaml:1:1: (file): is a list; write a map of keys and values");
    }

    @Test
    void an_unreadable_key_file_is_told_at_its_line() {
        folder.file("certs/folder.key/x", "");
        assertThat(folder.problems(ConfigFolder.SHORTEST.replace("certs/billing.key", "certs/folder.key")))
                .containsExactly("tollgate.yaml:3:49: listeners[0].tls.key: \"certs/folder.key\" is not a file; "
                        + "check the path certs/folder.key and its owner and mode");
    }

    @Test
    void data_is_a_folder() {
        assertThat(folder.problems(ConfigFolder.top("data: certs/billing.crt")))
                .containsExactly(
                        "tollgate.yaml:3:7: data: is not a folder; name a folder, which is made where it is missing");
    }
}
