package io.tollgate.proxy;

import io.tollgate.proxy.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code tollgate run} in a process of its own, so that it can be killed as nobody would kill a test. */
public final class GatewayProcess implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("ready: public on 127\\.0\\.0\\.1:([0-9]+)(, admin on 127\\.0\\.0\\.1:([0-9]+))?");

    private final Process process;
    private final int port;
    private final int adminPort;

    /** Starts one; returns when it serves. */
    public static GatewayProcess start(Path yaml) throws IOException {
        return start(command(yaml), Redirect.INHERIT);
    }

    /** Starts one that may open so many files and no more, and writes what it logs into a file. */
    static GatewayProcess startPoor(Path yaml, int files, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + files + "; exec \"$@\"", "sh"));
        command.addAll(command(yaml));
        return start(command, Redirect.to(log.toFile()));
    }

    /** Starts one whose JVM has these options, the last of a kind counts, and writes what it logs into a file. */
    public static GatewayProcess start(Path yaml, Path log, String... options) throws IOException {
        List<String> command = new ArrayList<>(command(yaml));
        command.addAll(2, List.of(options));
        return start(command, Redirect.to(log.toFile()));
    }

    private static List<String> command(Path yaml) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dtollgate.rehearsal=0", // Nothing is warm in a test, and its patience is long.
                "-Dlogback.configurationFile=logback.xml", // As it is delivered: on stderr.
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--config",
                yaml.toString());
    }

    private static GatewayProcess start(List<String> command, Redirect log) throws IOException {
        Process process = new ProcessBuilder(command).redirectError(log).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                String admin = ready.group(3);
                return new GatewayProcess(
                        process, Integer.parseInt(ready.group(1)), admin == null ? 0 : Integer.parseInt(admin));
            }
            said.append(line).append('\n');
        }
        throw new IllegalStateException("it did not start: " + said);
    }

    private GatewayProcess(Process process, int port, int adminPort) {
        this.process = process;
        this.port = port;
        this.adminPort = adminPort;
    }

    public int port() {
        return port;
    }

    /** The port of the admin listener; 0 where there is none. */
    public int adminPort() {
        return adminPort;
    }

    public long pid() {
        return process.pid();
    }

    /** From now on it may have so many files open and no more. */
    void mayOpen(int files) throws IOException, InterruptedException {
        int done = new ProcessBuilder("prlimit", "--pid", String.valueOf(process.pid()), "--nofile=" + files)
                .inheritIO()
                .start()
                .waitFor();
        if (done != 0) {
            throw new IllegalStateException("its limit could not be set");
        }
    }

    /** How many files and sockets it has open. */
    int openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(process.pid()), "fd"))) {
            return (int) files.count();
        }
    }

    /** SIGKILL: nothing of it runs any more when this returns. */
    public void kill() {
        try {
            process.destroyForcibly().onExit().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("it could not be killed", e);
        }
    }

    /** SIGHUP. */
    public void hangUp() throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("it could not be told");
        }
    }

    /** SIGTERM; returns the exit code. */
    public int end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            throw new IllegalStateException("it did not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        kill();
    }
}
