package io.tollgate.filters.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a trail: segments named by the sequence of their first line, {@code 000000000001.jsonl}. Confined to the
 * trail's own thread.
 */
final class TrailFiles implements AutoCloseable {
    private static final String SUFFIX = ".jsonl";

    private final Path directory;
    private final long segmentBytes;
    private @Nullable FileChannel segment;
    private long end;

    /** The segments below a directory, which is made if it is missing; a new one starts beyond so many bytes. */
    TrailFiles(Path directory, long segmentBytes) throws IOException {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /** The segments there are, in the order of their lines. */
    static List<Path> segments(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(
                    files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                            .sorted()
                            .toList());
        }
    }

    /** Opens the newest segment and cuts off an unfinished last line, which nobody was told of. */
    void openNewest() throws IOException {
        List<Path> segments = segments(directory);
        if (segments.isEmpty()) {
            return;
        }
        FileChannel newest =
                FileChannel.open(segments.get(segments.size() - 1), StandardOpenOption.READ, StandardOpenOption.WRITE);
        segment = newest;
        end = endOfLastWholeLine(newest);
        newest.truncate(end);
        newest.force(true);
    }

    /** Appends whole lines and forces them to the disk; after a failure the file is as before. */
    void append(long firstSequence, byte[] lines) throws IOException {
        FileChannel open = segment;
        if (open == null || end >= segmentBytes) {
            open = start(firstSequence);
        }
        try {
            ByteBuffer rest = ByteBuffer.wrap(lines);
            long at = end;
            while (rest.hasRemaining()) {
                at += open.write(rest, at);
            }
            open.force(false);
            end = at;
        } catch (IOException e) {
            restore(open, e);
            throw e;
        }
    }

    private void restore(FileChannel open, IOException cause) {
        try {
            open.truncate(end);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private FileChannel start(long firstSequence) throws IOException {
        Path file = directory.resolve(String.format("%012d%s", firstSequence, SUFFIX));
        FileChannel opened = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        close();
        segment = opened;
        end = 0;
        try (FileChannel listing = FileChannel.open(directory, StandardOpenOption.READ)) {
            listing.force(true);
        }
        return opened;
    }

    private static long endOfLastWholeLine(FileChannel file) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(8192);
        long to = file.size();
        while (to > 0) {
            long from = Math.max(0, to - block.capacity());
            block.clear().limit((int) (to - from));
            while (block.hasRemaining() && file.read(block, from + block.position()) >= 0) {
                // Until the block is full.
            }
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return from + i + 1;
                }
            }
            to = from;
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        if (segment != null) {
            segment.close();
            segment = null;
        }
    }
}
