package io.tollgate.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DevCertificatesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> LOCAL = List.of("localhost", "127.0.0.1");

    @TempDir
    private Path parent;

    private Path directory() {
        return parent.resolve("certs");
    }

    @Test
    void a_set_is_made_of_four_files_whose_keys_only_the_owner_reads() throws Exception {
        DevCertificateFiles files = at(NOW).into(directory(), LOCAL);

        assertThat(contents().keySet()).containsExactly("ca.crt", "ca.key", "server.crt", "server.key");
        assertThat(permissions(files.key())).isEqualTo("rw-------");
        assertThat(permissions(files.authorityKey())).isEqualTo("rw-------");
        assertThat(files.key()).content().startsWith("-----BEGIN PRIVATE KEY-----");
    }

    @Test
    void a_set_that_is_still_good_is_left_alone() throws Exception {
        at(NOW).into(directory(), LOCAL);
        Map<String, String> before = contents();

        at(NOW.plus(Duration.ofDays(300))).into(directory(), List.of("localhost"));

        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void a_key_that_others_could_read_is_closed_again() throws Exception {
        DevCertificateFiles files = at(NOW).into(directory(), LOCAL);
        Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-r--r--"));

        at(NOW).into(directory(), LOCAL);

        assertThat(permissions(files.key())).isEqualTo("rw-------");
    }

    @Test
    void a_server_certificate_about_to_end_is_replaced_under_the_same_authority() throws Exception {
        at(NOW).into(directory(), LOCAL);
        Map<String, String> before = contents();

        at(NOW.plus(Duration.ofDays(392))).into(directory(), LOCAL);

        assertThat(contents().get("server.crt")).isNotEqualTo(before.get("server.crt"));
        assertThat(contents().get("ca.crt")).isEqualTo(before.get("ca.crt"));
        assertThat(contents().get("ca.key")).isEqualTo(before.get("ca.key"));
    }

    @Test
    void an_authority_about_to_end_is_replaced_too() throws Exception {
        at(NOW).into(directory(), LOCAL);
        Map<String, String> before = contents();

        at(NOW.plus(Duration.ofDays(820))).into(directory(), LOCAL);

        assertThat(contents().get("ca.crt")).isNotEqualTo(before.get("ca.crt"));
    }

    @Test
    void a_name_the_authority_may_not_vouch_for_makes_a_new_one() throws Exception {
        at(NOW).into(directory(), LOCAL);
        Map<String, String> before = contents();

        at(NOW).into(directory(), List.of("billing.clinic.example"));

        assertThat(contents().get("ca.crt")).isNotEqualTo(before.get("ca.crt"));
        assertThat(contents().get("server.crt")).isNotEqualTo(before.get("server.crt"));
    }

    @Test
    void a_key_of_another_certificate_makes_a_new_pair() throws Exception {
        DevCertificateFiles files = at(NOW).into(directory(), LOCAL);
        DevCertificateFiles other = at(NOW).into(parent.resolve("other"), LOCAL);
        Files.copy(other.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);

        at(NOW).into(directory(), LOCAL);

        assertThat(Files.readString(files.key())).isNotEqualTo(Files.readString(other.key()));
    }

    @Test
    void files_cut_short_are_made_anew() throws Exception {
        DevCertificateFiles files = at(NOW).into(directory(), LOCAL);
        Files.delete(files.key());
        Files.writeString(files.authorityKey(), "-----BEGIN PRIVATE");

        at(NOW).into(directory(), LOCAL);

        assertThat(files.key()).content().endsWith("-----END PRIVATE KEY-----\n");
        assertThat(files.authorityKey()).content().endsWith("-----END PRIVATE KEY-----\n");
    }

    @Test
    void a_key_that_was_not_made_here_is_never_overwritten() throws Exception {
        Files.createDirectories(directory());
        Path key = Files.writeString(directory().resolve("server.key"), "mine");

        assertThatThrownBy(() -> at(NOW).into(directory(), LOCAL))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("server.key")
                .hasMessageContaining("name another directory");
        assertThatThrownBy(() -> at(NOW).renew(directory(), LOCAL)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(key).hasContent("mine");
        assertThat(contents().keySet()).containsExactly("server.key");
    }

    @Test
    void renewing_replaces_what_is_still_good() throws Exception {
        at(NOW).into(directory(), LOCAL);
        Map<String, String> before = contents();

        at(NOW).renew(directory(), LOCAL);

        assertThat(contents()).hasSize(4).doesNotContainEntry("ca.crt", before.get("ca.crt"));
        assertThat(contents().get("server.key")).isNotEqualTo(before.get("server.key"));
    }

    private static DevCertificates at(Instant now) {
        return new DevCertificates(new SecureRandom(), InstantSource.fixed(now));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory())) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }
}
