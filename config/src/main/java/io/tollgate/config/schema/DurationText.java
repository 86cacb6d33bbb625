package io.tollgate.config.schema;

import io.tollgate.config.MalformedValueException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as operators write them: one whole number and one unit, such as {@code 10m}. */
public final class DurationText {

    /** What a duration looks like, as a regular expression. */
    static final String PATTERN = "[0-9]{1,12}(ms|s|m|h|d)";

    private static final Pattern FORM = Pattern.compile("(-?)([0-9]+)\\s*([^0-9\\s]*)");
    private static final String REMEDY = "write a whole number and a unit (ms, s, m, h or d), such as 10m";

    private enum Unit {
        DAYS("d", Duration.ofDays(1)),
        HOURS("h", Duration.ofHours(1)),
        MINUTES("m", Duration.ofMinutes(1)),
        SECONDS("s", Duration.ofSeconds(1)),
        MILLIS("ms", Duration.ofMillis(1));

        private final String word;
        private final Duration length;

        Unit(String word, Duration length) {
            this.word = word;
            this.length = length;
        }
    }

    private DurationText() {}

    public static Duration parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new MalformedValueException("\"" + text + "\" is not a duration", REMEDY);
        }
        if (!form.group(1).isEmpty()) {
            throw new MalformedValueException("\"" + text + "\" is negative", REMEDY);
        }
        if (form.group(3).isEmpty()) {
            throw new MalformedValueException("\"" + text + "\" has no unit", REMEDY);
        }
        if (!text.matches(PATTERN)) {
            boolean known = List.of(Unit.values()).stream().anyMatch(u -> u.word.equals(form.group(3)));
            throw new MalformedValueException(
                    "\"" + text + "\" " + (known ? "is not a duration" : "has no known unit"), REMEDY);
        }
        for (Unit unit : Unit.values()) {
            if (unit.word.equals(form.group(3))) {
                return unit.length.multipliedBy(Long.parseLong(form.group(2)));
            }
        }
        throw new MalformedValueException("\"" + text + "\" has no known unit", REMEDY);
    }

    /** The shortest way to write a duration exactly; below a day in hours, so that {@code 24h} stays that. */
    public static String format(Duration duration) {
        for (Unit unit : Unit.values()) {
            boolean oneDay = unit == Unit.DAYS && duration.compareTo(Duration.ofDays(2)) < 0;
            if (!oneDay && duration.toMillis() % unit.length.toMillis() == 0) {
                return duration.toMillis() / unit.length.toMillis() + unit.word;
            }
        }
        throw new IllegalArgumentException("finer than a millisecond: " + duration);
    }
}
