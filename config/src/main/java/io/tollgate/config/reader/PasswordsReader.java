package io.tollgate.config.reader;

import io.tollgate.config.Blocklist;
import io.tollgate.config.PasswordConfig;
import io.tollgate.config.schema.DurationText;
import io.tollgate.config.schema.Key;
import io.tollgate.config.schema.PasswordKeys;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a {@code passwords} table, and the file of words that it names. */
final class PasswordsReader {

    /** As many words as anybody compares with; a list of all that ever leaked belongs elsewhere. */
    private static final long MOST_BYTES = 16L << 20;

    private PasswordsReader() {}

    /** The table; {@code usual} stands for what is left out. */
    static PasswordConfig read(Section section, Source source, PasswordConfig usual) {
        Duration maxAge = or(section, PasswordKeys.MAX_AGE, usual.maxAge());
        Duration warn = or(section, PasswordKeys.WARN, usual.warn());
        if (!maxAge.isZero() && warn.compareTo(maxAge) >= 0) {
            section.place(section.has(PasswordKeys.WARN) ? PasswordKeys.WARN : PasswordKeys.MAX_AGE)
                    .problem(
                            "warn (" + DurationText.format(warn) + ") is not below max-age ("
                                    + DurationText.format(maxAge) + ")",
                            "give warn less than max-age");
            warn = usual.warn();
            maxAge = usual.maxAge();
        }
        return new PasswordConfig(
                or(section, PasswordKeys.MIN_LENGTH, usual.minLength()),
                maxAge,
                warn,
                or(section, PasswordKeys.HISTORY, usual.history()),
                or(section, PasswordKeys.STRENGTH, usual.strength()),
                or(section, PasswordKeys.COMPOSITION, usual.composition()),
                section.has(PasswordKeys.BLOCKLIST) ? blocklist(section, source) : usual.blocklist());
    }

    private static <T> T or(Section section, Key<T> key, T usual) {
        T value = section.find(key);
        return value == null ? usual : value;
    }

    private static Blocklist blocklist(Section section, Source source) {
        Placed<String> name = section.placed(PasswordKeys.BLOCKLIST);
        Path file = name == null ? null : source.readable(name);
        if (name == null || file == null) {
            return Blocklist.NONE;
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                name.problem(
                        "\"" + name.value() + "\" has more than " + (MOST_BYTES >> 20) + " MiB",
                        "keep the commonest; a list of all that ever leaked is too much to compare with");
                return Blocklist.NONE;
            }
            List<String> lines = Files.readAllLines(file);
            Set<String> words = lines.stream()
                    .map(Blocklist::folded)
                    .filter(word -> !word.isEmpty() && !word.startsWith("#"))
                    .collect(Collectors.toSet());
            return new Blocklist(List.of(file), words);
        } catch (CharacterCodingException e) {
            name.problem("\"" + name.value() + "\" is not UTF-8", "save it as UTF-8 text, one word a line");
        } catch (IOException e) {
            name.problem(
                    "\"" + name.value() + "\" can't be read (" + e.getClass().getSimpleName() + ")",
                    "check the path " + file + " and its owner and mode");
        }
        return Blocklist.NONE;
    }
}
