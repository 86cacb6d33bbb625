package io.tollgate.benchmarks.peers;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.process.Running;
import io.tollgate.benchmarks.process.Tool;
import io.tollgate.benchmarks.process.Workspace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The application behind all proxies: an nginx of its own, because anything slower would be measured instead of them. It also
 * says to {@code auth_request} whether a cookie is the one of the session. Immutable.
 */
record Application(Running process, int port, int authPort) {
    static final String SMALL = "/invoices/17";
    static final String MIDDLE = "/invoices/scan-64k";
    static final String LARGE = "/invoices/scan-100m";
    static final int SMALL_BYTES = 64;
    static final int MIDDLE_BYTES = 65_536;
    static final int LARGE_BYTES = 100_000_000;
    /** What the application's own login would have left. */
    static final String SESSION = "session=7c1d0b6f4a9e4c53b2f8a1e6d0c97b35";

    private static final Duration START = Duration.ofSeconds(15);
    private static final String SMALL_BODY = "a small answer of sixty-four bytes, as old applications give...\n";

    /** Starts it beside what is measured. */
    static Application start(Stage stage) {
        Path folder = stage.workspace().openFolder("application");
        Path files = stage.workspace().openFolder("application/files");
        fill(files.resolve("scan-64k"), MIDDLE_BYTES);
        fill(files.resolve("scan-100m"), LARGE_BYTES);
        int port = Workspace.freePort();
        int authPort = Workspace.freePort();
        Path conf = Workspace.write(folder.resolve("nginx.conf"), NginxFile.of(folder, """
              server {
                listen 127.0.0.1:%d;
                location = /invoices/17 { default_type text/plain; return 200 "%s"; }
                location /invoices/ { alias %s/; default_type application/octet-stream; }
              }
              server {
                listen 127.0.0.1:%d;
                location / { if ($http_cookie != "%s") { return 401; } return 204; }
              }
            """.formatted(
                        port, SMALL_BODY.replace("\n", "\\n"), files, authPort, SESSION)));
        Path nginx = Tool.need("nginx", "nginx");
        Running process = stage.workspace()
                .keep(Running.start(
                        "application",
                        stage.cores()
                                .forOthers(List.of(nginx.toString(), "-c", conf.toString(), "-p", folder.toString())),
                        folder));
        process.awaitPort(port, START);
        return new Application(process, port, authPort);
    }

    /** A file that does not compress to nothing. */
    private static void fill(Path file, int length) {
        byte[] block = new byte[MIDDLE_BYTES];
        new java.util.Random(length).nextBytes(block);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int left = length; left > 0; left -= block.length) {
                out.write(block, 0, Math.min(left, block.length));
            }
        } catch (IOException e) {
            throw new BenchmarkException(file + " can't be written: " + e.getMessage(), e);
        }
    }
}
