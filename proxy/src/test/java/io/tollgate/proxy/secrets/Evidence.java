package io.tollgate.proxy.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** All that a day wrote, piece by piece. Safe for use by any thread. */
final class Evidence {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Piece(String name, byte[] bytes, Set<String> allowed) {}

    private final List<Piece> pieces = new CopyOnWriteArrayList<>();

    /** A text in which these kinds of secrets have to be. */
    void add(String name, String text, String... allowed) {
        add(name, text.getBytes(UTF_8), allowed);
    }

    void add(String name, byte[] bytes, String... allowed) {
        pieces.add(new Piece(name, bytes, Set.of(allowed)));
    }

    /** Every file below this folder as it is now; one that goes meanwhile is let go. */
    void addAll(String name, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                try {
                    add(name + "/" + folder.relativize(file), Files.readAllBytes(file));
                } catch (NoSuchFileException e) {
                    // It had its time.
                }
            }
        }
    }

    /** How many bytes of each part. */
    Map<String, Long> sizes() {
        Map<String, Long> sizes = new java.util.TreeMap<>();
        pieces.forEach(
                piece -> sizes.merge(piece.name().replaceAll("[/:].*", ""), (long) piece.bytes().length, Long::sum));
        return sizes;
    }

    /** What of these secrets is anywhere. */
    List<Haystack.Found> search(Secrets secrets) {
        Map<Set<String>, Haystack> haystacks = new HashMap<>();
        List<Haystack.Found> found = new ArrayList<>();
        for (Piece piece : pieces) {
            found.addAll(haystacks
                    .computeIfAbsent(piece.allowed(), allowed -> new Haystack(secrets.needles(allowed)))
                    .search(piece.name(), piece.bytes()));
        }
        return found;
    }
}
