package io.tollgate.certs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Writes a file as a whole: a reader sees the old one or the new one, and nobody reads a secret while it is written. */
final class WholeFile {
    private static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rw-r--r--");

    private WholeFile() {}

    static void writeSecret(Path file, String text) throws IOException {
        write(file, text, SECRET);
    }

    static void write(Path file, String text) throws IOException {
        write(file, text, OPEN);
    }

    /** Takes a file's permissions from everybody but its owner. */
    static void keepSecret(Path file) throws IOException {
        if (knowsPermissions(file)) {
            Files.setPosixFilePermissions(file, SECRET);
        }
    }

    private static void write(Path file, String text, Set<PosixFilePermission> permissions) throws IOException {
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a directory");
        FileAttribute<?>[] attributes = knowsPermissions(directory)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
        Path half = Files.createTempFile(directory, "certificate", ".new", attributes);
        try {
            try (FileChannel channel = FileChannel.open(half, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    private static boolean knowsPermissions(Path file) {
        return Files.getFileAttributeView(file, PosixFileAttributeView.class) != null;
    }
}
