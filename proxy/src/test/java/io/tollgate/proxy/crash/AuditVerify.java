package io.tollgate.proxy.crash;

import io.tollgate.proxy.cli.Main;
import java.io.IOException;
import java.nio.file.Path;

/** {@code tollgate audit verify} in a process of its own. */
final class AuditVerify {
    private AuditVerify() {}

    /** Its exit code; what it prints is printed. */
    static int exit(Path yaml) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "audit",
                        "verify",
                        "--config",
                        yaml.toString())
                .inheritIO()
                .start()
                .waitFor();
    }
}
