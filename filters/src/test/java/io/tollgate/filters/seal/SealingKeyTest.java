package io.tollgate.filters.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.config.SealKey;
import io.tollgate.config.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealingKeyTest {
    private static final String TEXT = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @TempDir
    Path temp;

    private final SecureRandom random = new SecureRandom();

    @Test
    void a_missing_key_is_made_once_for_its_owner_alone() throws Exception {
        SealKey.Generated source = new SealKey.Generated(temp.resolve("tollgate.key"));

        SealingKey made = SealingKey.load(source, temp.resolve("data"), random);
        SealingKey read = SealingKey.load(source, temp.resolve("data"), random);

        assertThat(read.id()).isEqualTo(made.id());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(source.path())))
                .isEqualTo("rw-------");
        assertThat(temp).isDirectoryContaining(path -> path.endsWith("tollgate.key"));
        try (var files = Files.list(temp)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void a_key_that_others_may_read_is_refused_with_the_remedy() throws Exception {
        Path file = Files.writeString(temp.resolve("seal.key"), TEXT);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> SealingKey.load(new SealKey.InFile(file), temp.resolve("data"), random))
                .isInstanceOf(SealKeyException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void a_key_below_the_data_is_refused() {
        Path data = temp.resolve("data");

        assertThatThrownBy(() -> SealingKey.load(new SealKey.Generated(data.resolve("seal.key")), data, random))
                .hasMessageContaining("lies in the data directory");
        assertThat(data).doesNotExist();
    }

    @Test
    void a_lost_key_is_not_replaced_beside_data_it_wrote() throws Exception {
        Path data = Files.createDirectory(temp.resolve("data"));
        Files.createFile(data.resolve("store.db"));
        Path file = temp.resolve("tollgate.key");

        assertThatThrownBy(() -> SealingKey.load(new SealKey.Generated(file), data, random))
                .hasMessageContaining("put it back");
        assertThat(file).doesNotExist();
    }

    @Test
    void a_text_that_is_no_key_is_refused_without_being_quoted() {
        assertThatThrownBy(() -> SealingKey.parse("correct horse", "keys.seal"))
                .hasMessageContaining("openssl rand -base64 32")
                .hasMessageNotContaining("correct");
        assertThatThrownBy(() -> SealingKey.parse("c2hvcnQ=", "keys.seal")).hasMessageContaining("too short");
    }

    @Test
    void a_key_may_come_from_the_environment() throws Exception {
        SealingKey key = SealingKey.load(new SealKey.Inline(Secret.of(TEXT)), temp.resolve("data"), random);

        assertThat(key.id()).isEqualTo(SealingKey.parse(TEXT + "\n", "x").id());
    }

    @Test
    void keys_of_two_labels_have_nothing_in_common() throws Exception {
        SealingKey key = SealingKey.parse(TEXT, "x");
        byte[] message = "message".getBytes(StandardCharsets.UTF_8);

        assertThat(key.derive("a").hmacHex(message)).isEqualTo(key.derive("a").hmacHex(message));
        assertThat(key.derive("a").hmacHex(message))
                .isNotEqualTo(key.derive("b").hmacHex(message));
        assertThat(key.derive("a").id()).isNotEqualTo(key.derive("b").id());
    }

    @Test
    void derivation_never_changes_between_releases() throws Exception {
        // HKDF-SHA256(salt "tollgate seal 1", info "key audit"), then HMAC-SHA256; computed by other means.
        assertThat(SealingKey.parse(TEXT, "x").derive("audit").hmacHex("line".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("412c6e8ea172ffbb1268a3f25895055d91bfe2377e756c61a7e59741a02029d9");
    }

    @Test
    void no_secret_is_in_a_text_of_it() throws Exception {
        SealingKey key = SealingKey.parse(TEXT, "x");

        assertThat(key).hasToString("SealingKey[" + key.id() + "]");
        assertThat(key.derive("a")).hasToString("DerivedKey[" + key.derive("a").id() + "]");
        assertThat(key.id()).hasSize(16);
    }
}
