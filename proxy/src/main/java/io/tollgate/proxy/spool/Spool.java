package io.tollgate.proxy.spool;

import io.netty.channel.EventLoop;
import io.tollgate.proxy.http.BodyStore;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of temporary files, which is empty but for requests under way. Safe for use by any thread. */
public final class Spool implements BodyStore {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    private final Path folder;
    private final SecureRandom random;
    private final Executor blocking;
    /** To be deleted by whichever thread is free next. */
    private final Queue<Runnable> leftovers = new ConcurrentLinkedQueue<>();

    /** A spool in this folder, made when first needed; disk work happens on {@code blocking}. */
    public Spool(Path folder, SecureRandom random, Executor blocking) {
        this.folder = folder;
        this.random = random;
        this.blocking = blocking;
    }

    /** Where the spool of a data folder is. */
    public static Path in(Path data) {
        return data.resolve("spool");
    }

    /** Deletes what is left in a folder that no gateway uses. Blocks. */
    public static void clear(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*.spool")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("spool.clear: temporary files could not be deleted: {}", e.getMessage());
        }
    }

    SpoolFile file() throws IOException {
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            return SpoolFile.create(folder, random);
        }
        return SpoolFile.create(folder, random);
    }

    @Override
    public Keeping keep(EventLoop loop, Progress progress) {
        return new SpooledBody(this, loop, progress);
    }

    /** Deletes something away from event loops, now or as soon as there is room for it. */
    void erase(Runnable deletion) {
        leftovers.add(deletion);
        run(() -> {});
    }

    /** Runs this away from event loops; false where there is no room for it. */
    boolean run(Runnable work) {
        try {
            blocking.execute(() -> {
                work.run();
                for (Runnable left = leftovers.poll(); left != null; left = leftovers.poll()) {
                    left.run();
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
