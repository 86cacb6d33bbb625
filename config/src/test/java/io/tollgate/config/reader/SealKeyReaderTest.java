package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.SealKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealKeyReaderTest {

    @TempDir
    Path temporary;

    private ConfigFolder folder;

    @BeforeEach
    void begin() {
        folder = new ConfigFolder(temporary);
    }

    private static String seal(String value) {
        return ConfigFolder.top("keys: { seal: \"" + value + "\" }");
    }

    @Test
    void a_key_in_a_file_is_relative_to_the_yaml() {
        folder.file("keys/seal.key", "x");
        assertThat(folder.loaded(seal("${file:keys/seal.key}")).sealKey())
                .isEqualTo(new SealKey.InFile(temporary.resolve("keys/seal.key")));
    }

    @Test
    void a_key_in_the_environment_is_never_printed() {
        ReadResult result = folder.read(seal("${env:SEAL}"), name -> name.equals("SEAL") ? "hunter2" : null);
        assertThat(result).isInstanceOf(ReadResult.Loaded.class);
        assertThat(result.toString()).doesNotContain("hunter2").contains("(secret)");
        SealKey key = ((ReadResult.Loaded) result).config().sealKey();
        assertThat(((SealKey.Inline) key).secret().reveal()).isEqualTo("hunter2");
    }

    @Test
    void a_variable_that_is_not_set_is_told() {
        assertThat(folder.whats(seal("${env:SEAL}")))
                .containsExactly("keys.seal: the environment variable SEAL is not set; "
                        + "set it for the process that is started");
    }

    @Test
    void a_secret_in_the_file_is_refused_and_not_repeated() {
        assertThat(folder.whats(seal("hunter2")))
                .containsExactly("keys.seal: is not a reference to a secret; "
                        + "write ${env:NAME} or ${file:path}, never the secret itself");
    }

    @Test
    void a_key_that_is_not_there_is_told() {
        assertThat(folder.whats(seal("${file:nowhere.key}")))
                .containsExactly("keys.seal: \"nowhere.key\" does not exist; "
                        + "check the path nowhere.key and its owner and mode");
    }

    @Test
    void a_key_below_data_is_refused() {
        folder.file("data/seal.key", "x");
        assertThat(folder.whats(seal("${file:data/seal.key}")))
                .containsExactly("keys.seal: lies below data, beside what it seals; keep it in another folder");
    }

    @Test
    void a_key_that_a_link_leads_below_data_is_refused() throws IOException {
        folder.file("data/seal.key", "x");
        Files.createSymbolicLink(folder.path("elsewhere"), folder.path("data"));
        assertThat(folder.whats(seal("${file:elsewhere/seal.key}")))
                .containsExactly("keys.seal: lies below data, beside what it seals; keep it in another folder");
    }

    @Test
    void data_does_not_hold_the_key_that_will_be_made() {
        assertThat(folder.problems(ConfigFolder.top("data: .")))
                .singleElement()
                .asString()
                .startsWith("tollgate.yaml:3:7: data: holds the place of the seal key, ")
                .endsWith("; choose a folder of its own for data");
    }

    @Test
    void nothing_else_is_taken_from_the_environment() {
        assertThat(folder.whats(ConfigFolder.top("data: \"${env:HOME}\"")
                        .replace("http://127.0.0.1:8080", "\"http://${env:APP}\"")))
                .singleElement()
                .asString()
                .startsWith("apps.billing.upstream: ");
    }
}
