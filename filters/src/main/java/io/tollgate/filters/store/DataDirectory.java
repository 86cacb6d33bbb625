package io.tollgate.filters.store;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * The folder of the store and the audit trail, owned by this process until closed. There is one owner at a time.
 *
 * <p>The lock is the operating system's, so it ends with the process however that ends. Beside it a file tells who the
 * owner is, for messages only: what it says is believed only while the lock is held.
 */
public final class DataDirectory implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectory(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /** The user this process runs as; what {@link #own} asks for. */
    public static long currentUid() {
        return new UnixSystem().getUid();
    }

    /**
     * Makes the folder if it is not there (mode 0700) and takes it, or throws without having changed anything.
     *
     * @param uid who must own it
     */
    public static DataDirectory own(Path data, long uid) throws DataDirectoryException {
        try {
            Path path = made(data);
            refuseForeign(path, uid);
            return locked(path);
        } catch (DataDirectoryException e) {
            throw e;
        } catch (IOException e) {
            throw new DataDirectoryException(
                    "data directory " + data + ": can't be used (" + e
                            + "); check that it and the folders above it may be read and written by this user",
                    e);
        }
    }

    public Path path() {
        return path;
    }

    /** The store's file; its write-ahead log stands beside it. */
    public Path store() {
        return storeIn(path);
    }

    /** Where the store of a data directory is, whether or not there is one. */
    public static Path storeIn(Path data) {
        return data.resolve("store.db");
    }

    /** Lets another process have it. */
    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(ownerFile(path));
            lock.release();
        } finally {
            channel.close();
        }
    }

    private static Path made(Path data) throws IOException {
        if (Files.exists(data) && !Files.isDirectory(data)) {
            throw new DataDirectoryException(
                    "data directory " + data + ": is not a folder; name another one by data: in the YAML file");
        }
        if (!Files.exists(data)) {
            Path parent = data.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            try {
                Files.createDirectory(data, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            } catch (FileAlreadyExistsException e) {
                // Somebody else was quicker: it is judged like any folder that was there.
            }
        }
        return data.toRealPath();
    }

    private static void refuseForeign(Path path, long uid) throws IOException {
        long owner = ((Number) Files.getAttribute(path, "unix:uid")).longValue();
        if (owner != uid) {
            String name = Files.getOwner(path).getName();
            throw new DataDirectoryException("data directory " + path + ": belongs to " + name
                    + ", not to the user of this command; run it as " + name + ", or chown -R the folder");
        }
        Set<PosixFilePermission> open = EnumSet.copyOf(Files.getPosixFilePermissions(path));
        open.retainAll(EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
        if (!open.isEmpty()) {
            throw new DataDirectoryException(
                    "data directory " + path + ": others may write in it; run: chmod 700 " + path);
        }
    }

    private static DataDirectory locked(Path path) throws IOException {
        String self = identity(ProcessHandle.current());
        // Opening and closing the file again would drop a lock that this process has: ask before touching it.
        if (self.equals(ownerOf(path))) {
            throw inUse(path, self);
        }
        FileChannel channel = FileChannel.open(
                path.resolve("lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(path, ownerOf(path));
            }
            Files.writeString(ownerFile(path), self);
            return new DataDirectory(path, channel, lock);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(path, self);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static DataDirectoryException inUse(Path path, String owner) {
        String pid = owner.isEmpty() ? "another process" : "process " + owner.substring(0, owner.indexOf(' '));
        return DataDirectoryException.inUse("data directory " + path + ": is in use by " + pid
                + "; one gateway owns it at a time: stop that one, or give this one a data: of its own");
    }

    private static Path ownerFile(Path path) {
        return path.resolve("owner");
    }

    /** "PID START", or empty where nobody said so. */
    private static String ownerOf(Path path) {
        try {
            String said = Files.readString(ownerFile(path));
            return said.matches("[0-9]+ [0-9]+") ? said : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static String identity(ProcessHandle process) {
        long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return process.pid() + " " + start;
    }
}
