package io.tollgate.proxy.secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway that the launcher started, from its ready line to its end. */
final class GatewayRun implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("ready: public on 127\\.0\\.0\\.1:([0-9]+), admin on 127\\.0\\.0\\.1:([0-9]+)");
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final Process process;
    private final Path out;
    private final Path err;
    private int port;
    private int adminPort;

    private GatewayRun(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static GatewayRun start(CommandLine line, Path yaml, Path logs, String name) throws IOException {
        Path out = logs.resolve(name + ".out");
        Path err = logs.resolve(name + ".err");
        GatewayRun run = new GatewayRun(line.start(out, err, "run", "--config", yaml.toString()), out, err);
        long giveUp = System.nanoTime() + PATIENCE;
        while (true) {
            Matcher ready = READY.matcher(Files.readString(out));
            if (ready.find()) {
                run.port = Integer.parseInt(ready.group(1));
                run.adminPort = Integer.parseInt(ready.group(2));
                return run;
            }
            if (!run.process.isAlive() || System.nanoTime() - giveUp > 0) {
                run.close();
                throw new IllegalStateException("it did not start: " + Files.readString(err));
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    int port() {
        return port;
    }

    int adminPort() {
        return adminPort;
    }

    long pid() {
        return process.pid();
    }

    /** Sends a signal by its name and waits for the end. */
    int end(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            throw new IllegalStateException("it did not end");
        }
        return process.exitValue();
    }

    /** All that is reachable in its heap; -Dtollgate.secrets.keep=true keeps the dump, to see by whom something is held. */
    byte[] heap(Path file) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(process.pid()),
                        "GC.heap_dump",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0 || !Files.exists(file)) {
            throw new IllegalStateException("no heap dump: " + said);
        }
        byte[] heap = Files.readAllBytes(file);
        if (Boolean.getBoolean("tollgate.secrets.keep")) {
            Files.copy(file, Path.of("target", "heap.hprof"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.delete(file);
        return heap;
    }

    /** What it said on either stream. */
    void tell(Evidence evidence) throws IOException {
        evidence.add("logs: " + out.getFileName(), Files.readAllBytes(out));
        evidence.add("logs: " + err.getFileName(), Files.readAllBytes(err));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
