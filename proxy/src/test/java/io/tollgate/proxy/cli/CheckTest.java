package io.tollgate.proxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.certs.DevCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

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

    @Test
    void a_value_weaker_than_a_profile_is_told_with_its_clause() throws Exception {
        replace("data: data", "data: data\nprofile: pci-dss-4\nsession: { idle: 20m }");

        assertThat(check()).isEqualTo(2);
        assertThat(console.out().strip())
                .endsWith("tollgate.yaml:3:18: session.idle: \"20m\" is weaker than pci-dss-4 (PCI DSS 4.0.1, 8.2.8: at"
                        + " most 15m) asks for; give at most 15m, or accept the risk: accepted-risks: { session.idle: {"
                        + " why: ..., until: YYYY-MM-DD } }");
        assertThat(check("--controls")).isEqualTo(2);
        assertThat(console.out()).contains("tollgate.yaml:3:18: session.idle: ");
    }

    @Test
    void a_risk_that_was_accepted_too_long_ago_is_told() throws Exception {
        replace("data: data", "data: data\nprofile: pci-dss-4\nsession: { idle: 20m }\n" + risk("2026-01-31"));

        assertThat(check()).isEqualTo(2);
        assertThat(console.out()).contains("session.idle: \"20m\"").contains("ended with 2026-01-31");
    }

    @Test
    void a_gateway_is_not_started_with_it_either() throws Exception {
        replace("data: data", "data: data\nprofile: pci-dss-4\nsession: { idle: 20m }\n" + risk("2026-01-31"));

        assertThat(console.run(places.words("run"))).isEqualTo(2);
        assertThat(console.err()).contains("8.2.8: at most 15m").contains("ended with 2026-01-31");
    }

    @Test
    void a_risk_that_ends_soon_is_a_warning() throws Exception {
        String soon = LocalDate.now(ZoneOffset.UTC).plusDays(10).toString();
        replace("data: data", "data: data\nprofile: pci-dss-4\nsession: { idle: 20m }\n" + risk(soon));

        assertThat(check()).as(console.out()).isZero();
        assertThat(console.out())
                .startsWith("warning: accepted-risks.session.idle: ends with " + soon)
                .contains("; profiles: pci-dss-4 (not covered: 1 clause, see check --controls)");
    }

    @Test
    void controls_are_told_by_clause_with_setting_value_and_where_it_comes_from() throws Exception {
        replace(
                "data: data",
                "data: data\nprofile: pci-dss-4\nsession: { idle: 20m }\nlockout: { after: 3 }\n" + risk("2099-12-31"));

        assertThat(check("--controls")).as(console.out()).isZero();
        assertThat(console.out().lines())
                .anyMatch(line -> line.matches("PROFILE +CLAUSE +ABOUT +SETTING +VALUE +ASKED FOR +FROM"))
                .anyMatch(line -> line.matches("pci-dss-4 +8\\.2\\.8 .* session\\.idle +20m +at most 15m +"
                        + "accepted risk until 2099-12-31: kiosk"))
                .anyMatch(line -> line.matches(
                        "pci-dss-4 +8\\.3\\.4 .* lockout\\.after +3 +at most 10 +written at .*tollgate\\.yaml:4:19"))
                .anyMatch(line ->
                        line.matches("pci-dss-4 +8\\.4\\.2 .* second-factor\\.use +required .* profile default"))
                .anyMatch(line -> line.matches("pci-dss-4 +4\\.2\\.1 .* TLSv1\\.2 or TLSv1\\.3\\* +default"))
                .contains(
                        "Not covered:",
                        "  pci-dss-4 8.2.6, accounts unused for 90 days: none is disabled by itself in this release");
    }

    @Test
    void controls_have_a_json_twin() throws Exception {
        replace("data: data", "data: data\nprofile: hipaa\nsession: { idle: 20m }\n" + risk("2099-12-31"));

        assertThat(check("--controls", "--json")).as(console.out()).isZero();
        JsonNode first = console.json().at("/controls/0");
        assertThat(first.at("/profile").asString()).isEqualTo("hipaa");
        assertThat(first.at("/cited").asString()).isEqualTo("45 CFR 164.312(a)(2)(iii)");
        assertThat(first.at("/setting").asString()).isEqualTo("session.idle");
        assertThat(first.at("/value").asString()).isEqualTo("20m");
        assertThat(first.at("/asked").asString()).isEqualTo("at most 15m");
        assertThat(first.at("/figure").asString()).isEqualTo("tollgate");
        assertThat(first.at("/from").asString()).isEqualTo("accepted risk");
        assertThat(first.at("/at").asString()).endsWith("tollgate.yaml:3:18");
        assertThat(first.at("/why").asString()).isEqualTo("kiosk");
        assertThat(first.at("/until").asString()).isEqualTo("2099-12-31");
        assertThat(console.json().at("/open").asInt()).isEqualTo(1);
    }

    @Test
    void without_a_profile_there_are_no_controls() {
        assertThat(check("--controls")).isZero();
        assertThat(console.out()).startsWith("no profile is named");
    }

    private static String risk(String until) {
        return "accepted-risks: { session.idle: { why: kiosk, until: " + until + " } }";
    }
}
