package io.tollgate.filters.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;

/** Reads a trail's lines while somebody else may be writing it. Stateless. */
public final class TrailReader {
    private TrailReader() {}

    /** Is given every line in order. */
    @FunctionalInterface
    public interface Lines {
        /**
         * One line.
         *
         * @param file the segment
         * @param number the line's number in it, from 1
         * @param line its bytes, without the line feed
         * @param isWhole whether a line feed ended it
         */
        void line(Path file, long number, byte[] line, boolean isWhole) throws IOException;
    }

    /** Reads all lines of all segments. */
    public static void read(Path directory, Lines lines) throws IOException {
        for (Path segment : TrailFiles.segments(directory)) {
            read(segment, 0, lines);
        }
    }

    /** Reads the lines of one segment from an offset at which a line starts; returns the offset after the last whole one. */
    public static long read(Path segment, long offset, Lines lines) throws IOException {
        long whole = offset;
        long number = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(segment), 1 << 16)) {
            in.skipNBytes(offset);
            ByteArrayOutputStream line = new ByteArrayOutputStream(512);
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n') {
                    whole += line.size() + 1L;
                    lines.line(segment, ++number, line.toByteArray(), true);
                    line.reset();
                } else {
                    line.write(b);
                }
            }
            if (line.size() > 0) {
                lines.line(segment, ++number, line.toByteArray(), false);
            }
        }
        return whole;
    }

    /** The last so many whole lines, oldest first. */
    public static List<byte[]> last(Path directory, int count) throws IOException {
        ArrayDeque<byte[]> last = new ArrayDeque<>(count);
        List<Path> segments = TrailFiles.segments(directory);
        for (int i = segments.size() - 1; i >= 0 && last.size() < count; i--) {
            ArrayDeque<byte[]> here = new ArrayDeque<>(count);
            int wanted = count - last.size();
            read(segments.get(i), 0, (file, number, line, isWhole) -> {
                if (isWhole) {
                    if (here.size() == wanted) {
                        here.removeFirst();
                    }
                    here.addLast(line);
                }
            });
            while (!here.isEmpty()) {
                last.addFirst(here.removeLast());
            }
        }
        return List.copyOf(last);
    }
}
