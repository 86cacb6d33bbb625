package io.tollgate.config.schema;

import io.tollgate.config.MalformedValueException;
import io.tollgate.config.PasswordComposition;
import io.tollgate.config.PasswordConfig;
import io.tollgate.config.PasswordHistory;
import io.tollgate.config.PasswordStrength;
import io.tollgate.config.schema.ValueType.ScalarType;
import io.tollgate.config.schema.ValueType.TableType;
import io.tollgate.config.yaml.YamlNode.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The keys of {@code passwords}, for the gateway and for a tenant. */
public final class PasswordKeys {

    private static final PasswordConfig DEFAULT = PasswordConfig.DEFAULT;

    private static final ScalarType<PasswordHistory> HISTORY_TYPE = new ScalarType<>(
            "a time such as 365d, a count such as 4, both as 365d and 4, or off",
            List.of(Kind.TEXT, Kind.INTEGER),
            false,
            PasswordKeys::parsed,
            PasswordKeys::written,
            Map.of(
                    "anyOf",
                    List.of(
                            Map.of(
                                    "type",
                                    "string",
                                    "pattern",
                                    "^(off|[0-9]{1,4}|" + DurationText.PATTERN + "( and [0-9]{1,4})?)$"),
                            Map.of(
                                    "type",
                                    "integer",
                                    "minimum",
                                    PasswordHistory.LAST.least(),
                                    "maximum",
                                    PasswordHistory.LAST.most()))));

    public static final Key<Integer> MIN_LENGTH = Key.of(
            "min-length", Types.whole(PasswordConfig.MIN_LENGTH), DEFAULT.minLength(), "characters of a new password");
    public static final Key<Duration> MAX_AGE = Key.of(
            "max-age",
            Types.durationOrOff(PasswordConfig.MAX_AGE),
            DEFAULT.maxAge(),
            "how old a password may get before it must be changed at the next login, or off");
    public static final Key<Duration> WARN = Key.of(
            "warn",
            Types.durationOrOff(PasswordConfig.WARN),
            DEFAULT.warn(),
            "how long before that a person is told at each login, or off; below max-age");
    public static final Key<PasswordHistory> HISTORY = Key.of(
            "history",
            HISTORY_TYPE,
            DEFAULT.history(),
            "which old passwords may not be taken again: those in use within a time such as 365d, the last few, both"
                    + " as 365d and 4, or off");
    public static final Key<PasswordStrength> STRENGTH = Key.of(
            "strength",
            choice(PasswordStrength.values(), PasswordStrength::word),
            DEFAULT.strength(),
            "how hard a new password must be to guess, by an estimate that knows words, names, dates and rows of keys");
    public static final Key<PasswordComposition> COMPOSITION = Key.of(
            "composition",
            choice(PasswordComposition.values(), PasswordComposition::word),
            DEFAULT.composition(),
            "which kinds of characters a new password must have");
    public static final Key<String> BLOCKLIST = Key.optional(
            "blocklist",
            Types.TEXT,
            "blocklist.txt",
            "file of words and passwords nobody may take, one a line, beside the list that is built in");

    public static final TableType TABLE =
            TableType.of(MIN_LENGTH, MAX_AGE, WARN, HISTORY, STRENGTH, COMPOSITION, BLOCKLIST);

    private PasswordKeys() {}

    private static <T> ScalarType<T> choice(T[] values, Function<T, String> word) {
        return Types.choice(Arrays.stream(values).collect(Collectors.toMap(word, value -> value)), word);
    }

    private static PasswordHistory parsed(String text) {
        int and = text.indexOf(" and ");
        if (and >= 0 && text.substring(and + 5).matches("[0-9]{1,4}")) {
            return PasswordHistory.within(time(text.substring(0, and), text))
                    .and(PasswordHistory.last(count(text.substring(and + 5), text)));
        }
        if (text.equals("off")) {
            return PasswordHistory.NONE;
        }
        if (text.matches("[0-9]{1,4}")) {
            return PasswordHistory.last(count(text, text));
        }
        return PasswordHistory.within(time(text, text));
    }

    private static int count(String part, String text) {
        int count = Integer.parseInt(part);
        if (!PasswordHistory.LAST.contains(count)) {
            throw outOfBounds(text);
        }
        return count;
    }

    private static Duration time(String part, String text) {
        Duration time = DurationText.parse(part);
        if (!PasswordHistory.WITHIN.contains(time)) {
            throw outOfBounds(text);
        }
        return time;
    }

    private static MalformedValueException outOfBounds(String text) {
        return new MalformedValueException(
                "\"" + text + "\" is out of bounds",
                "give a time from " + DurationText.format(PasswordHistory.WITHIN.least()) + " to "
                        + DurationText.format(PasswordHistory.WITHIN.most()) + ", a count from "
                        + PasswordHistory.LAST.least() + " to " + PasswordHistory.LAST.most() + ", or off");
    }

    private static String written(PasswordHistory history) {
        if (!history.isKept()) {
            return "off";
        }
        if (history.last() == 0 || history.within().isZero()) {
            return history.last() != 0 ? Integer.toString(history.last()) : DurationText.format(history.within());
        }
        return DurationText.format(history.within()) + " and " + history.last();
    }
}
