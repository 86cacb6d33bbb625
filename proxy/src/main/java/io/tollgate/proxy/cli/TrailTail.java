package io.tollgate.proxy.cli;

import io.tollgate.filters.audit.TrailReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Prints the end of a trail, and goes on with what comes. Confined to one thread. */
final class TrailTail {
    private static final int LINES = 100;
    private static final long PAUSE_MILLIS = 250;

    private final Path directory;
    private final Output output;

    TrailTail(Path directory, Output output) {
        this.directory = directory;
        this.output = output;
    }

    /** Ends after the last whole line, or never if it follows. */
    void print(boolean isFollowing) throws IOException, InterruptedException {
        // Where to go on from is found before the last lines are read: what comes between is printed once, by its
        // number.
        Path segment = newest();
        List<byte[]> last = TrailReader.last(directory, LINES);
        long printed = 0;
        for (byte[] line : last) {
            printed = Math.max(printed, print(line));
        }
        while (isFollowing && !output.isGone()) {
            Follower follower = new Follower(segment, printed);
            follower.readToEndOfSegment();
            printed = follower.printed;
            segment = newest();
        }
    }

    private Path newest() throws IOException {
        List<Path> all = segments();
        return all.isEmpty() ? directory.resolve("none") : all.get(all.size() - 1);
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }

    /** Prints a line; returns its number in the chain. */
    private long print(byte[] line) {
        EventLine event = EventLine.parse(new String(line, StandardCharsets.UTF_8));
        output.raw(output.isJson() ? event.json() : event.text());
        return event.sequence();
    }

    /** Reads one segment as it grows, until there is a newer one. */
    private final class Follower {
        private final Path segment;
        private long offset;
        private long printed;

        Follower(Path segment, long printed) {
            this.segment = segment;
            this.printed = printed;
        }

        void readToEndOfSegment() throws IOException, InterruptedException {
            boolean isNewest = true;
            while (isNewest && !output.isGone()) {
                isNewest = newest().equals(segment); // asked first: what is then read to its end grows no more
                read();
                if (isNewest) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        }

        private void read() throws IOException {
            if (!Files.exists(segment)) {
                return;
            }
            offset = TrailReader.read(segment, offset, (file, number, line, isWhole) -> {
                if (isWhole
                        && EventLine.parse(new String(line, StandardCharsets.UTF_8))
                                        .sequence()
                                > printed) {
                    printed = print(line);
                }
            });
        }
    }
}
