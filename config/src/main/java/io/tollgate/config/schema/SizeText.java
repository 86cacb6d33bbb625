package io.tollgate.config.schema;

import io.tollgate.config.MalformedValueException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as operators write them: a KB is 1000 bytes, a KiB is 1024 (IEC 80000-13). */
public final class SizeText {

    /** What a size looks like, as a regular expression. */
    static final String PATTERN = "[0-9]{1,15}(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB)";

    private static final Pattern FORM = Pattern.compile("(-?)([0-9]+)\\s*([A-Za-z]*)");
    private static final String REMEDY =
            "write a whole number and a unit (B, KB, MB, GB, KiB, MiB, GiB), such as 100MiB";

    private enum Unit {
        TIB("TiB", 1L << 40),
        GIB("GiB", 1L << 30),
        MIB("MiB", 1L << 20),
        KIB("KiB", 1L << 10),
        TB("TB", 1_000_000_000_000L),
        GB("GB", 1_000_000_000L),
        MB("MB", 1_000_000L),
        KB("KB", 1_000L),
        B("B", 1L);

        private final String word;
        private final long bytes;

        Unit(String word, long bytes) {
            this.word = word;
            this.bytes = bytes;
        }
    }

    private SizeText() {}

    /** The number of bytes; what is more than a long holds is the largest long, which no bound allows. */
    public static long parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new MalformedValueException("\"" + text + "\" is not a size", REMEDY);
        }
        if (!form.group(1).isEmpty()) {
            throw new MalformedValueException("\"" + text + "\" is negative", REMEDY);
        }
        if (!text.matches(PATTERN)) {
            throw new MalformedValueException(
                    "\"" + text + "\" has " + (form.group(3).isEmpty() ? "no unit" : "no known unit"), REMEDY);
        }
        for (Unit unit : Unit.values()) {
            if (unit.word.equals(form.group(3))) {
                return saturated(Long.parseLong(form.group(2)), unit.bytes);
            }
        }
        throw new MalformedValueException("\"" + text + "\" has no known unit", REMEDY);
    }

    private static long saturated(long count, long bytes) {
        return count > Long.MAX_VALUE / bytes ? Long.MAX_VALUE : count * bytes;
    }

    /** The shortest way to write a size exactly. */
    public static String format(long size) {
        for (Unit unit : Unit.values()) {
            if (size % unit.bytes == 0) {
                return size / unit.bytes + unit.word;
            }
        }
        throw new IllegalArgumentException("not a size: " + size);
    }
}
