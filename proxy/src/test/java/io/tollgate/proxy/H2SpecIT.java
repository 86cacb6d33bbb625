package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Every case of h2spec 2.2 against the gateway: pages of its own and of an application. */
@Timeout(180)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "h2spec comes as a binary")
final class H2SpecIT {
    @TempDir
    Path folder;

    private ScriptedUpstream app;
    private GatewayRig rig;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream((head, socket) -> ScriptedUpstream.say(
                socket, "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nConnection: close\r\n\r\nwhat we owe\n"));
        rig = GatewayRig.start(folder, """
            apps:
              desk:
                upstream: http://127.0.0.1:%d
                public: ["/static/**"]
                access: { biller: { allow: ["/**"] } }
            """.formatted(app.port()));
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        app.close();
    }

    @Test
    void every_case_passes_strict_ones_too() throws Exception {
        Path binary = unpacked();
        // Strict adds one case to the 145: a client's SETTINGS are acknowledged at once.
        for (String path : new String[] {"/static/a.css", "/.tollgate/login", "/invoices/"}) {
            assertThat(run(binary, path)).as(path).contains("146 tests, 146 passed, 0 skipped, 0 failed");
        }
    }

    private String run(Path binary, String path) throws Exception {
        String port = Integer.toString(rig.port());
        Process process = new ProcessBuilder(
                        binary.toString(), "-h", "127.0.0.1", "-p", port, "-t", "-k", "-S", "-P", path, "-o", "10")
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    /** The first file of the archive that the Maven plugin of that name carries. */
    private Path unpacked() throws IOException {
        Path binary = folder.resolve("h2spec");
        try (InputStream archive = H2SpecIT.class.getResourceAsStream("/h2spec/2.2.0/h2spec_linux_amd64.tar.gz");
                DataInputStream tar = new DataInputStream(new GZIPInputStream(archive))) {
            byte[] header = tar.readNBytes(512);
            String size = new String(header, 124, 11, StandardCharsets.US_ASCII);
            Files.write(binary, tar.readNBytes(Integer.parseInt(size.trim(), 8)));
        }
        Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwx------"));
        return binary;
    }
}
