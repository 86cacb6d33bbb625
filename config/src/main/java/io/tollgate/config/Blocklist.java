package io.tollgate.config;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Words and passwords that an operator does not want to see in use, in lower case. Immutable.
 *
 * @param files where they were read
 * @param words each as it is compared
 */
public record Blocklist(List<Path> files, Set<String> words) {

    /** Nothing beside what ships with the gateway. */
    public static final Blocklist NONE = new Blocklist(List.of(), Set.of());

    public Blocklist {
        files = List.copyOf(files);
        words = Set.copyOf(words);
    }

    /** What is on either. */
    public Blocklist and(Blocklist other) {
        if (other.words.isEmpty() || this.equals(other)) {
            return this;
        }
        if (words.isEmpty()) {
            return other;
        }
        Set<Path> paths = new LinkedHashSet<>(files);
        paths.addAll(other.files);
        Set<String> all = new LinkedHashSet<>(words);
        all.addAll(other.words);
        return new Blocklist(List.copyOf(paths), all);
    }

    /** The form in which a line of a list is compared. */
    public static String folded(String line) {
        return Normalizer.normalize(line.strip().toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    /** Where it was read, and how long it is. */
    @Override
    public String toString() {
        return "Blocklist[" + files + ", " + words.size() + " words]";
    }
}
