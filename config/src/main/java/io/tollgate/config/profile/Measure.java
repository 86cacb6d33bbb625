package io.tollgate.config.profile;

import io.tollgate.config.MalformedValueException;
import io.tollgate.config.schema.DurationText;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value as bounds compare it: {@code 10m} is a time, {@code 5} a count, {@code 100/d} a rate, all else a word.
 *
 * @param amount of milliseconds, of things, or of things in a day; 0 of a word
 */
record Measure(Unit unit, long amount, String text) {

    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");
    private static final Pattern RATE = Pattern.compile("([0-9]{1,9})/([smhd])");

    /** What may be compared with each other. */
    enum Unit {
        COUNT,
        TIME,
        PER_DAY,
        WORD
    }

    static Measure of(String text) {
        if (COUNT.matcher(text).matches()) {
            return new Measure(Unit.COUNT, Long.parseLong(text), text);
        }
        Matcher rate = RATE.matcher(text);
        if (rate.matches()) {
            Duration per = DurationText.parse("1" + rate.group(2));
            long perDay = Long.parseLong(rate.group(1)) * (Duration.ofDays(1).toSeconds() / per.toSeconds());
            return new Measure(Unit.PER_DAY, perDay, text);
        }
        try {
            return new Measure(Unit.TIME, DurationText.parse(text).toMillis(), text);
        } catch (MalformedValueException | ArithmeticException e) {
            return new Measure(Unit.WORD, 0, text);
        }
    }
}
