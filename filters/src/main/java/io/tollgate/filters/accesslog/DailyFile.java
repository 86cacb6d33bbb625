package io.tollgate.filters.accesslog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file a day (UTC), {@code 2026-11-22.jsonl}, appended to and readable by its owner alone. Confined to one thread. */
final class DailyFile implements AutoCloseable {
    private final Path directory;
    private @Nullable FileChannel file;
    private @Nullable LocalDate day;

    DailyFile(Path directory) {
        this.directory = directory;
    }

    void append(Instant now, byte[] bytes, int length) throws IOException {
        FileChannel channel = today(now);
        ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    private FileChannel today(Instant now) throws IOException {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        FileChannel open = file;
        if (open != null && today.equals(day)) {
            return open;
        }
        close();
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        FileChannel opened = FileChannel.open(
                directory.resolve(today + ".jsonl"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        file = opened;
        day = today;
        return opened;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
