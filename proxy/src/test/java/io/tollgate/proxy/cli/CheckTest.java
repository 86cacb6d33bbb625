package io.tollgate.proxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.certs.DevCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckTest {
    @TempDir
    Path folder;

    private FakeConsole console;
    private Places places;

    @BeforeEach
    void set_up() throws Exception {
        console = new FakeConsole(folder);
        places = Places.in(folder);
    }

    private int check(String... more) {
        String[] words = new String[more.length + 1];
        words[0] = "check";
        System.arraycopy(more, 0, words, 1, more.length);
        return console.run(places.words(words));
    }

    private void replace(String from, String to) throws Exception {
        Files.writeString(places.config, Files.readString(places.config).replace(from, to));
    }

    @Test
    void what_is_in_order_is_said_in_one_line_and_nothing_is_made() {
        assertThat(check()).as(console.out()).isZero();
        assertThat(console.out()).startsWith("ok: ").contains("billing").contains("127.0.0.1:0");
        assertThat(console.out().lines()).hasSize(1);
        assertThat(folder.resolve("data")).doesNotExist();
        assertThat(folder.resolve("tollgate.key")).doesNotExist();
    }

    @Test
    void every_problem_is_told_with_its_place() throws Exception {
        replace("upstream:", "upstreem:");
        replace("data: data", "data: data\nsession: { idle: -5m }");

        assertThat(check()).isEqualTo(2);
        assertThat(console.out()).containsPattern("tollgate\\.yaml:2:\\d+: session\\.idle: ");
        assertThat(console.out()).contains("upstreem").contains("did you mean \"upstream\"?");
        assertThat(console.out().lines().count()).isGreaterThan(1);
    }

    @Test
    void problems_have_a_json_twin() throws Exception {
        replace("data: data", "session: { idle: -5m }");

        assertThat(check("--json")).isEqualTo(2);
        assertThat(console.json().at("/problems/0/line").asInt()).isEqualTo(1);
        assertThat(console.json().at("/problems/0/key").asString()).isEqualTo("session.idle");
    }

    @Test
    void a_certificate_that_does_not_match_its_key_is_found_where_the_key_is_named() throws Exception {
        Path other = folder.resolve("other");
        new DevCertificates(new SecureRandom(), InstantSource.system()).into(other, List.of("localhost"));
        Files.copy(other.resolve("server.key"), folder.resolve("certs/other.key"));
        replace("certs/server.key", "certs/other.key");

        assertThat(check()).isEqualTo(2);
        assertThat(console.out())
                .containsPattern("tollgate\\.yaml:6:12: listeners\\[0\\]\\.tls\\.key: this key does not belong");
    }

    @Test
    void files_for_tls_to_an_upstream_are_looked_at_where_they_are_named() throws Exception {
        Path other = folder.resolve("other");
        new DevCertificates(new SecureRandom(), InstantSource.system()).into(other, List.of("localhost"));
        Files.writeString(folder.resolve("inside.crt"), "nothing of the kind");
        replace("upstream: http://127.0.0.1:8080", """
            upstream:
                  endpoints: [https://127.0.0.1:8443]
                  tls:
                    trust: inside.crt
                    certificate: certs/server.crt
                    key: other/server.key
            """.strip());

        assertThat(check()).isEqualTo(2);
        assertThat(console.out())
                .containsPattern(
                        "tollgate\\.yaml:12:16: apps\\.billing\\.upstream\\.tls\\.trust: there is no certificate")
                .containsPattern(
                        "tollgate\\.yaml:14:14: apps\\.billing\\.upstream\\.tls\\.key: this key does not belong");
    }

    @Test
    void a_seal_key_that_is_none_is_found() throws Exception {
        Files.writeString(folder.resolve("seal.key"), "hunter2");
        replace("data: data", "data: data\nkeys: { seal: \"${file:seal.key}\" }");

        assertThat(check()).isEqualTo(2);
        assertThat(console.out()).contains("keys").contains("sealing key").doesNotContain("hunter2");
    }

    @Test
    void data_that_is_a_file_is_found() throws Exception {
        Files.writeString(folder.resolve("data"), "");

        assertThat(check()).isEqualTo(2);
        assertThat(console.out()).contains("tollgate.yaml:1:7: data: ").contains("is not a folder");
    }

    @Test
    void a_file_that_is_not_there_is_a_problem_like_any() {
        assertThat(console.run("check", "--config", folder.resolve("none.yaml").toString()))
                .isEqualTo(2);
        assertThat(console.out()).contains("none.yaml:1:1").contains("does not exist");
    }

    @Test
    void the_schema_is_json() {
        assertThat(console.run("schema")).isZero();
        assertThat(console.json().path("$schema").asString()).contains("2020-12");
    }

    @Test
    void throw_away_certificates_are_made_once() throws Exception {
        String into = folder.resolve("made").toString();

        assertThat(console.run("certs", "dev", "--into", into)).isZero();
        assertThat(console.out())
                .contains("made/server.crt")
                .contains("made/server.key")
                .contains("made/ca.crt");
        byte[] first = Files.readAllBytes(folder.resolve("made/server.crt"));

        assertThat(console.run("certs", "dev", "--into", into, "--json")).isZero();
        assertThat(console.json().path("certificate").asString()).endsWith("server.crt");
        assertThat(Files.readAllBytes(folder.resolve("made/server.crt"))).isEqualTo(first);

        assertThat(console.run("certs", "dev", "--into", into, "--name", "not a name"))
                .isEqualTo(2);
    }

    @Test
    void files_of_others_are_not_overwritten() throws Exception {
        Files.createDirectories(folder.resolve("theirs"));
        Files.writeString(folder.resolve("theirs/server.key"), "precious");

        assertThat(console.run(
                        "certs", "dev", "--into", folder.resolve("theirs").toString()))
                .isEqualTo(3);
        assertThat(folder.resolve("theirs/server.key")).hasContent("precious");
    }
}
