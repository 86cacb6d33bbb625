package io.tollgate.proxy.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Looks all day at the command line and the environment of every process that this one started, as {@code ps} shows them. */
final class Watcher implements AutoCloseable {
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean isOver;

    Watcher() {
        thread = new Thread(this::watch, "watcher");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        while (!isOver) {
            ProcessHandle.current().descendants().forEach(process -> {
                Path proc = Path.of("/proc", String.valueOf(process.pid()));
                see(proc.resolve("cmdline"));
                see(proc.resolve("environ"));
            });
            LockSupport.parkNanos(20_000_000);
        }
    }

    private void see(Path file) {
        try {
            seen.add(file.getFileName() + ": " + new String(Files.readAllBytes(file), ISO_8859_1).replace('\0', '\n'));
        } catch (IOException e) {
            // It ended, or is not to be looked at.
        }
    }

    /** What was seen. */
    void tell(Evidence evidence) {
        seen.forEach(each -> evidence.add("processes", each.getBytes(ISO_8859_1)));
    }

    int count() {
        return seen.size();
    }

    @Override
    public void close() {
        isOver = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
