package io.tollgate.benchmarks.process;

import io.tollgate.benchmarks.BenchmarkException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program in a process of its own, which ends with this, whatever happens. Confined to one thread. */
public final class Running implements AutoCloseable {
    private static final int LAST_CHARACTERS = 2000;

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread end;

    private Running(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        end = new Thread(() -> endAll(process), "end-" + name);
        Runtime.getRuntime().addShutdownHook(end);
    }

    /** Starts it in this folder; what it says goes into a file there. */
    public static Running start(String name, List<String> command, Path folder) {
        return start(name, command, folder, Map.of());
    }

    /** The same, with more in its environment. */
    public static Running start(String name, List<String> command, Path folder, Map<String, String> environment) {
        Path log = folder.resolve(name + ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            return new Running(name, builder.start(), log);
        } catch (IOException e) {
            throw new BenchmarkException(name + " can't be started: " + e.getMessage(), e);
        }
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** All it said so far. */
    public String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails, with the end of what it said, where it runs no more. */
    public void orFail() {
        if (!isAlive()) {
            throw failed("ended with " + process.exitValue());
        }
    }

    /** Waits until it says something that this pattern is found in. */
    public Matcher awaitSaying(Pattern pattern, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (System.nanoTime() < deadline) {
            Matcher matcher = pattern.matcher(said());
            if (matcher.find()) {
                return matcher;
            }
            orFail();
            pause();
        }
        throw failed("was not ready within " + within.toSeconds() + " s");
    }

    /** Waits until somebody listens on a port of this machine. */
    public void awaitPort(int port, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (System.nanoTime() < deadline) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                orFail();
                pause();
            }
        }
        throw failed("did not listen on port " + port + " within " + within.toSeconds() + " s");
    }

    /** Ends it and what it started itself: asked first, then killed. */
    @Override
    public void close() {
        endAll(process);
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException e) {
            // This is the end of everything already.
        }
    }

    private static void endAll(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private BenchmarkException failed(String what) {
        String said = said().strip();
        return new BenchmarkException(
                name + " " + what + ", saying\n" + said.substring(Math.max(0, said.length() - LAST_CHARACTERS)));
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }
}
