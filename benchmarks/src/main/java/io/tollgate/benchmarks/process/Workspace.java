package io.tollgate.benchmarks.process;

import io.tollgate.benchmarks.BenchmarkException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary folder and everything that was started with it: closed, the processes end, the newest first, and the folder is
 * gone. Other people of this machine can list nothing in it, and read no more than what servers need that give up their rights.
 * Confined to one thread.
 */
public final class Workspace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workspace.class);

    private static final String OWN = "rwx------";
    private static final String WAY_THROUGH = "rwx--x--x";
    private static final String OWN_FILE = "rw-------";

    private final Path folder;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Thread end;

    private Workspace(Path folder) {
        this.folder = folder;
        end = new Thread(this::endAll, "end-workspace");
        Runtime.getRuntime().addShutdownHook(end);
    }

    /** An empty one. */
    public static Workspace create() {
        try {
            Path folder = Files.createTempDirectory("tollgate-bench");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(WAY_THROUGH));
            return new Workspace(folder);
        } catch (IOException e) {
            throw new BenchmarkException("no temporary folder can be made: " + e.getMessage(), e);
        }
    }

    public Path folder() {
        return folder;
    }

    /** A folder in it for this user alone, made where it is not there. */
    public Path folder(String name) {
        return folder(name, OWN);
    }

    /** The same, in which others may open what they can name and have the rights for: workers of servers run as somebody else. */
    public Path openFolder(String name) {
        return folder(name, WAY_THROUGH);
    }

    private Path folder(String name, String permissions) {
        try {
            Path made = Files.createDirectories(folder.resolve(name));
            return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(permissions));
        } catch (IOException e) {
            throw new BenchmarkException("a folder can't be made: " + e.getMessage(), e);
        }
    }

    /** Keeps something to be closed with this. */
    public synchronized <T extends AutoCloseable> T keep(T closeable) {
        open.push(closeable);
        return closeable;
    }

    /** A port that was free a moment ago. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BenchmarkException("there is no free port: " + e.getMessage(), e);
        }
    }

    /** Writes a file, with the folders above it. */
    public static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new BenchmarkException(file + " can't be written: " + e.getMessage(), e);
        }
    }

    /** The same, for the eyes of this user alone: what must not stand on a command line either. */
    public static Path writeSecret(Path file, String text) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWN_FILE)));
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new BenchmarkException(file + " can't be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        endAll();
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException e) {
            // This is the end of everything already.
        }
    }

    private synchronized void endAll() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.warn("bench.end: something could not be ended: {}", e.getMessage());
            }
        }
        delete(folder);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("bench.end: {} can't be deleted: {}", folder, e.getMessage());
        }
    }
}
