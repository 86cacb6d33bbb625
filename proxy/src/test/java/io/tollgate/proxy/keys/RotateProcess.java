package io.tollgate.proxy.keys;

import io.tollgate.proxy.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code tollgate keys rotate} in a process of its own, so that it can be killed. */
final class RotateProcess {
    private final Process process;

    private RotateProcess(Process process) {
        this.process = process;
    }

    /** Starts it. */
    static RotateProcess start(Path yaml) throws IOException {
        return new RotateProcess(command(yaml, "keys", "rotate"));
    }

    /** A command's exit code; what it prints is printed. */
    static int exit(Path yaml, String... words) throws IOException, InterruptedException {
        Process process = command(yaml, words);
        System.out.print(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        return process.waitFor();
    }

    private static Process command(Path yaml, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(words));
        command.addAll(List.of("--config", yaml.toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: nothing of it runs any more when this returns. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int end() throws InterruptedException {
        return process.waitFor();
    }
}
