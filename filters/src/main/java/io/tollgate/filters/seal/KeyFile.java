package io.tollgate.filters.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** The file a sealing key is in. */
record KeyFile(Path path) {
    private static final int MOST_BYTES = 4096;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** The key must survive the loss, and not share the theft, of the data directory. */
    void refuseBelow(Path data) throws IOException {
        Path folder = path.toAbsolutePath().normalize();
        Path inside = data.toAbsolutePath().normalize();
        if (folder.startsWith(inside) || (Files.exists(path) && Files.exists(data) && reallyBelow(data))) {
            throw new SealKeyException("sealing key " + path + ": lies in the data directory " + data
                    + "; move it elsewhere, so that a copy of the data alone opens nothing");
        }
    }

    private boolean reallyBelow(Path data) throws IOException {
        return path.toRealPath().startsWith(data.toRealPath());
    }

    /** The text in it; throws where somebody else may write it, or read a key that was made here. */
    String read() throws IOException {
        Set<PosixFilePermission> open = EnumSet.copyOf(Files.getPosixFilePermissions(path));
        open.retainAll(EnumSet.of(
                PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE));
        if (!open.isEmpty()) {
            throw new SealKeyException(
                    "sealing key " + path + ": others may read or change it; run: chmod 600 " + path);
        }
        if (Files.size(path) > MOST_BYTES) {
            throw new SealKeyException("sealing key " + path + ": is too large to be a key");
        }
        return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
    }

    /** Makes it with mode 0600, whole or not at all, and on the disk; for whoever alone may make it. */
    void draw(String text) throws IOException {
        Path draft = path.resolveSibling("." + path.getFileName() + ".draft");
        Files.deleteIfExists(draft);
        try (FileChannel out =
                FileChannel.open(draft, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), OWNER_ONLY)) {
            write(out, text);
        }
        replace(draft, path);
    }

    /** Puts one file in the place of another, or of none, and that on the disk. */
    static void replace(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        force(to);
    }

    /** Has the entry of this file in its folder on the disk. */
    static void force(Path path) throws IOException {
        try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static void write(FileChannel out, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
        out.force(true);
    }

    private void publish(Path draft) throws IOException {
        try {
            Files.createLink(path, draft);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) { // a file system without hard links
            Files.move(draft, path);
        }
    }

    /** Makes it with mode 0600, whole or not at all; of two that make it at once one wins. */
    void make(String text) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        Path draft = Files.createTempFile(folder, ".tollgate", ".key", OWNER_ONLY);
        try {
            try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                write(out, text);
            }
            publish(draft);
        } catch (FileAlreadyExistsException e) {
            // Another command made it just now: that one is read.
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
