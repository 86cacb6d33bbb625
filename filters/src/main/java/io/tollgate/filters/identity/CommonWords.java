package io.tollgate.filters.identity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.LongStream;
import me.gosimple.nbvcxz.Nbvcxz;

/**
 * What is guessed first: our own list and the hundred thousand commonest passwords that nbvcxz brings along. Immutable.
 *
 * <p>Kept as sorted 64-bit digests, eight bytes a word: that one of two words that share a digest is refused without being
 * listed happens once in a hundred million million.
 */
final class CommonWords {
    private final long[] digests;

    private CommonWords(long[] digests) {
        this.digests = digests;
    }

    /** The list that ships with the gateway. Blocks. */
    static CommonWords load() {
        try (InputStream ours = CommonWords.class.getResourceAsStream("common-passwords.txt");
                InputStream theirs = Nbvcxz.class.getResourceAsStream("/dictionaries/passwords.txt")) {
            return new CommonWords(LongStream.concat(digests(ours), digests(theirs))
                    .sorted()
                    .distinct()
                    .toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many there are. */
    int size() {
        return digests.length;
    }

    /** Whether this text, in lower case, is one of them. */
    boolean contains(String folded) {
        return Arrays.binarySearch(digests, digest(folded)) >= 0;
    }

    private static LongStream digests(InputStream list) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Objects.requireNonNull(list), StandardCharsets.UTF_8))) {
            return Arrays.stream(lines.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .mapToLong(line -> digest(line.toLowerCase(Locale.ROOT)))
                    .toArray());
        }
    }

    /** FNV-1a over UTF-16 units (draft-eastlake-fnv), whose bits are then mixed once more. */
    private static long digest(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L;
        return hash ^ (hash >>> 29);
    }
}
