package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.certs.DevCertificateFiles;
import io.tollgate.certs.DevCertificates;
import io.tollgate.filters.audit.TrailVerifier;
import io.tollgate.filters.seal.SealingKey;
import io.tollgate.filters.store.Store;
import io.tollgate.proxy.cli.CommandLines;
import io.tollgate.proxy.cli.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is told with what to do, by the right exit code, and nothing is damaged by the attempt. */
final class BadInputIT {
    private static final String APPS = """
            apps:
              desk:
                upstream: http://127.0.0.1:1
                access:
                  biller: { allow: ["/**"] }
            """;

    @TempDir
    Path folder;

    private Path yaml = Path.of("");
    private DevCertificateFiles certificates = new DevCertificateFiles(yaml, yaml, yaml, yaml);
    private String said = "";

    @BeforeEach
    void start() throws Exception {
        yaml = folder.resolve("tollgate.yaml");
        certificates = certificates("certs");
    }

    private DevCertificateFiles certificates(String name) throws Exception {
        return new DevCertificates(new SecureRandom(), InstantSource.system())
                .into(folder.resolve(name), List.of("localhost", "127.0.0.1"));
    }

    private void write(Path key, String rest) throws IOException {
        write("127.0.0.1:0", key, rest);
    }

    private void write(String address, Path key, String rest) throws IOException {
        Files.writeString(yaml, """
                listeners:
                  - name: public
                    address: %s
                    tls: { certificate: "%s", key: "%s" }
                %s
                """.formatted(address, certificates.certificate(), key, rest));
    }

    /** Runs a command as a person would; what it says, to whom ever, is kept. */
    private int command(String... words) {
        StringWriter text = new StringWriter();
        Console console = new Console(
                new PrintWriter(text),
                new PrintWriter(text),
                InputStream.nullInputStream(),
                name -> null,
                question -> null,
                reload -> {},
                Runnable::run,
                folder,
                GatewayRig.world());
        int exit = CommandLines.run(console, words);
        said = text.toString();
        return exit;
    }

    /** Neither command takes the file; both say this, and leave every byte as it is. */
    private void refusedByBoth(int exit, String... texts) throws IOException {
        Map<String, Integer> before = contents();
        for (String command : List.of("check", "run")) {
            assertThat(command(command, "--config", yaml.toString()))
                    .as("%s: %s", command, said)
                    .isEqualTo(exit);
            assertThat(said).contains(texts).doesNotContain("Exception").doesNotContain("\tat ");
            assertThat(contents()).as(command).isEqualTo(before);
        }
    }

    private Map<String, Integer> contents() throws IOException {
        Map<String, Integer> contents = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            // The lock itself, and who has it, are no data.
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("data/lock") && !file.endsWith("data/owner"))
                    .toList()) {
                contents.put(folder.relativize(file).toString(), java.util.Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    @Test
    void a_misspelt_key() throws Exception {
        write(certificates.key(), APPS.replace("access", "acces"));
        refusedByBoth(2, "tollgate.yaml:8:5: apps.desk.acces: ", "\"access\"");
    }

    @Test
    void a_negative_duration() throws Exception {
        write(certificates.key(), "session: { idle: -10m }\n" + APPS);
        refusedByBoth(2, "tollgate.yaml:5:18: session.idle: ");
    }

    @Test
    void an_overlapping_host_and_path() throws Exception {
        write(certificates.key(), """
                apps:
                  one: { hosts: [billing.example], path: /desk, upstream: "http://127.0.0.1:1" }
                  two: { hosts: [Billing.Example], path: /desk, upstream: "http://127.0.0.1:2" }
                """);
        refusedByBoth(2, "tollgate.yaml:7:", "apps.two", "one");
    }

    @Test
    void every_problem_is_told_at_once() throws Exception {
        write(certificates.key(), "sesion: { idle: 10m }\nlockout: { after: 0 }\n" + APPS);
        refusedByBoth(2, "sesion", "lockout.after");
    }

    @Test
    void a_key_file_that_can_not_be_read() throws Exception {
        write(folder.resolve("nowhere.key"), APPS);
        refusedByBoth(2, "nowhere.key");

        Files.createDirectory(folder.resolve("folder.key"));
        write(folder.resolve("folder.key"), APPS);
        refusedByBoth(2, "folder.key");

        Files.writeString(folder.resolve("text.key"), "this was never a key\n");
        write(folder.resolve("text.key"), APPS);
        refusedByBoth(2, "tls.key", "BEGIN PRIVATE KEY");
    }

    @Test
    void a_sealing_key_that_can_not_be_read() throws Exception {
        write(certificates.key(), "keys: { seal: \"${file:seal.key}\" }\n" + APPS);
        refusedByBoth(2, "seal.key");

        Files.writeString(folder.resolve("seal.key"), "short");
        refusedByBoth(2, "seal");
        assertThat(said).doesNotContain("short\"");
    }

    @Test
    void a_certificate_that_does_not_match_its_key() throws Exception {
        write(certificates("others").key(), APPS);
        refusedByBoth(2, "tls.key", "does not belong to the certificate");
    }

    @Test
    void a_port_in_use() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            write("127.0.0.1:" + taken.getLocalPort(), certificates.key(), APPS);
            assertThat(command("run", "--config", yaml.toString())).isEqualTo(3);
            assertThat(said)
                    .contains("public", "" + taken.getLocalPort(), "in use")
                    .doesNotContain("Exception");
        }
        assertThat(command("run", "--config", yaml.toString())).as(said).isZero();
    }

    @Test
    void a_store_that_is_damaged() throws Exception {
        try (GatewayRig rig = GatewayRig.start(folder, APPS)) {
            rig.user("ann@clinic.example", "biller");
        }
        Path store = folder.resolve("data/store.db");
        byte[] whole = Files.readAllBytes(store);
        byte[] noHeader = whole.clone();
        new java.util.Random(7).nextBytes(noHeader);
        byte[] holed = whole.clone();
        java.util.Arrays.fill(holed, 4096, Math.min(holed.length, 5 * 4096), (byte) 0x5a);
        for (byte[] damaged : List.of(noHeader, holed)) {
            Files.write(store, damaged);
            Map<String, Integer> before = contents();
            assertThat(command("run", "--config", yaml.toString())).as(said).isEqualTo(3);
            assertThat(said).contains("store.db", "backup").doesNotContain("Exception");
            assertThat(contents()).containsAllEntriesOf(before);
        }
        Files.write(store, whole);
        assertThat(command("users", "list", "--config", yaml.toString()))
                .as(said)
                .isZero();
        assertThat(said).contains("ann@clinic.example");
    }

    @Test
    void a_second_gateway_on_the_same_data() throws Exception {
        try (GatewayRig rig = GatewayRig.start(folder, APPS)) {
            rig.user("ann@clinic.example", "biller");
            Browser browser = rig.browser();
            browser.login("ann@clinic.example");
            Map<String, Integer> before = contents();

            assertThat(command("run", "--config", yaml.toString())).as(said).isEqualTo(3);
            assertThat(said)
                    .contains("data")
                    .containsPattern("in use|owned|another|already")
                    .doesNotContain("Exception");

            assertThat(contents().keySet()).isEqualTo(before.keySet());
            assertThat(browser.get("/.tollgate/account").statusCode()).isEqualTo(200);
            assertThat(rig.command("sessions.list").rows()).hasSize(1);
            rig.stop();
            SealingKey key =
                    SealingKey.load(rig.config().sealKey(), rig.config().data(), new SecureRandom());
            TrailVerifier.Report trail = new TrailVerifier(
                            Ground.trailDirectory(rig.config().data()),
                            new SealedAuditKeys(key),
                            Store.readHeads(rig.config().data()))
                    .verify();
            assertThat(trail.findings()).isEmpty();
        }
    }
}
