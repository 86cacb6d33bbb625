package io.tollgate.filters.identity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import me.gosimple.nbvcxz.Nbvcxz;

/**
 * What is guessed first: our own list and the hundred thousand commonest passwords that nbvcxz brings along. Immutable once
 * loaded.
 *
 * <p>Kept as 64-bit digests in a table: that a word which is on neither list shares a digest with one that is happens once in
 * a hundred million million. Read without making a text of each line, as every command waits for it.
 */
final class CommonWords {
    /** A power of two, more than twice as many as there are words. */
    private static final int PLACES = 1 << 18;

    /** FNV-1a (draft-eastlake-fnv) over UTF-16 units: where it begins, and by what it goes on. */
    private static final long FIRST = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;

    private final long[] table = new long[PLACES];
    private int size;

    private CommonWords() {}

    /** The list that ships with the gateway. Blocks. */
    static CommonWords load() {
        CommonWords words = new CommonWords();
        try (InputStream ours = CommonWords.class.getResourceAsStream("common-passwords.txt");
                InputStream theirs = Nbvcxz.class.getResourceAsStream("/dictionaries/passwords.txt")) {
            words.addLines(Objects.requireNonNull(ours).readAllBytes());
            words.addLines(Objects.requireNonNull(theirs).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }

    /** How many there are. */
    int size() {
        return size;
    }

    /** Whether this text, in lower case, is one of them. */
    boolean contains(String folded) {
        return table[place(digest(folded))] != 0;
    }

    private void addLines(byte[] text) {
        int start = 0;
        for (int i = 0; i <= text.length; i++) {
            if (i == text.length || text[i] == '\n') {
                int end = i > start && text[i - 1] == '\r' ? i - 1 : i;
                if (end > start && text[start] != '#') {
                    add(digest(text, start, end));
                }
                start = i + 1;
            }
        }
    }

    private void add(long digest) {
        int place = place(digest);
        if (table[place] == 0) {
            if (++size > PLACES / 2) {
                throw new IllegalStateException("more common passwords than there is room for");
            }
            table[place] = digest;
        }
    }

    /** Where a digest is, or would be. */
    private int place(long digest) {
        int place = (int) digest & (PLACES - 1);
        while (table[place] != 0 && table[place] != digest) {
            place = (place + 1) & (PLACES - 1);
        }
        return place;
    }

    /** Of a line in UTF-8, as if it stood in lower case. */
    private static long digest(byte[] text, int start, int end) {
        long hash = FIRST;
        for (int i = start; i < end; i++) {
            byte b = text[i];
            if (b < 0) {
                return digest(new String(text, start, end - start, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
            }
            hash = (hash ^ (b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b)) * PRIME;
        }
        return mixed(hash);
    }

    private static long digest(String folded) {
        long hash = FIRST;
        for (int i = 0; i < folded.length(); i++) {
            hash = (hash ^ folded.charAt(i)) * PRIME;
        }
        return mixed(hash);
    }

    /** Its bits spread, and never zero, which stands for an empty place. */
    private static long mixed(long hash) {
        long mixed = (hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L;
        mixed ^= mixed >>> 29;
        return mixed == 0 ? 1 : mixed;
    }
}
