package io.tollgate.config.schema;

import io.tollgate.config.Cidr;
import io.tollgate.config.HostPattern;
import io.tollgate.config.HostPort;
import io.tollgate.config.MalformedValueException;
import io.tollgate.config.Range;
import io.tollgate.config.Rate;
import io.tollgate.config.schema.ValueType.ScalarType;
import io.tollgate.config.yaml.YamlNode.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The kinds of single values that keys have. */
final class Types {

    static final ScalarType<String> TEXT = text("a text", "[^\\u0000-\\u001f]+", Function.identity());

    static final ScalarType<Boolean> FLAG = new ScalarType<>(
            "true or false",
            List.of(Kind.BOOLEAN),
            false,
            Boolean::valueOf,
            value -> Boolean.toString(value),
            Map.of("type", "boolean"));

    /** A switch that is off where it is left out. */
    static final ScalarType<Boolean> TRUE = new ScalarType<>(
            "true", List.of(Kind.BOOLEAN), false, Types::onlyTrue, value -> "true", Map.of("const", true));

    static final ScalarType<HostPort> ADDRESS =
            text("an address, HOST:PORT, [v6]:PORT or :PORT", ".*:[0-9]{1,5}", HostPort::parse);
    static final ScalarType<Cidr> NETWORK =
            text("a network such as 10.0.0.0/8", "[0-9A-Fa-f:.]+(/[0-9]{1,3})?", Cidr::parse);
    static final ScalarType<HostPattern> HOST =
            text("a host such as billing.clinic.example", "(\\*\\.)?[^*/\\s]+", HostPattern::parse);

    private Types() {}

    /** A text of some form, checked by its parser; the expression is for editors, and must hold for all of the text. */
    static <T> ScalarType<T> text(String form, String expression, Function<String, T> parser) {
        return new ScalarType<>(
                form,
                List.of(Kind.TEXT, Kind.INTEGER, Kind.BOOLEAN),
                false,
                parser,
                String::valueOf,
                Map.of("type", "string", "pattern", "^" + expression + "$"));
    }

    /** The same with a way to write it other than its {@code toString}. */
    static <T> ScalarType<T> text(
            String form, String expression, Function<String, T> parser, Function<T, String> printer) {
        ScalarType<T> text = text(form, expression, parser);
        return new ScalarType<>(form, text.kinds(), false, parser, printer, text.schema());
    }

    static ScalarType<Duration> duration(Range<Duration> range) {
        return text("a duration such as 10m", DurationText.PATTERN, range, DurationText::parse, DurationText::format);
    }

    /** A duration, or {@code off} for zero. */
    static ScalarType<Duration> durationOrOff(Range<Duration> range) {
        ScalarType<Duration> duration = duration(range);
        return new ScalarType<>(
                "a duration such as 180d, or off",
                duration.kinds(),
                false,
                text -> text.equals("off") ? Duration.ZERO : duration.parser().apply(text),
                value -> value.isZero() ? "off" : DurationText.format(value),
                Map.of("type", "string", "pattern", "^(off|" + DurationText.PATTERN + ")$"));
    }

    private static Boolean onlyTrue(String text) {
        if (!text.equals("true")) {
            throw new MalformedValueException("\"" + text + "\" says nothing", "write true, or leave out the key");
        }
        return true;
    }

    /** A size, or {@code off} for zero. */
    static ScalarType<Long> sizeOrOff(Range<Long> range) {
        ScalarType<Long> size = size(range);
        return new ScalarType<>(
                "a size such as 25MiB, or off",
                size.kinds(),
                false,
                text -> text.equals("off") ? Long.valueOf(0) : size.parser().apply(text),
                value -> value == 0 ? "off" : SizeText.format(value),
                Map.of("type", "string", "pattern", "^(off|" + SizeText.PATTERN + ")$"));
    }

    static ScalarType<Long> size(Range<Long> range) {
        return text("a size such as 100MiB", SizeText.PATTERN, range, SizeText::parse, SizeText::format);
    }

    private static <T extends Comparable<T>> ScalarType<T> text(
            String form, String expression, Range<T> range, Function<String, T> parser, Function<T, String> printer) {
        return new ScalarType<>(
                form,
                List.of(Kind.TEXT, Kind.INTEGER),
                false,
                text -> within(range, parser.apply(text), text, printer),
                printer,
                Map.of("type", "string", "pattern", "^" + expression + "$"));
    }

    static ScalarType<Integer> whole(Range<Integer> range) {
        return new ScalarType<>(
                "a whole number",
                List.of(Kind.INTEGER),
                false,
                text -> within(range, number(text), text, String::valueOf),
                String::valueOf,
                Map.of("type", "integer", "minimum", range.least(), "maximum", range.most()));
    }

    /** A share of a hundred, with its sign. */
    static ScalarType<Integer> percent(Range<Integer> range) {
        return text("a percentage such as 50%", "[0-9]{1,3}%", range, Types::percent, value -> value + "%");
    }

    private static int percent(String text) {
        if (!text.matches("[0-9]{1,3}%")) {
            throw new MalformedValueException(
                    "\"" + text + "\" is not a percentage", "write a whole number and \"%\", such as 50%");
        }
        return Integer.parseInt(text.substring(0, text.length() - 1));
    }

    private static int number(String text) {
        if (!text.matches("[+-]?[0-9]+")) {
            throw new MalformedValueException("\"" + text + "\" is not a whole number", "write it in decimal digits");
        }
        boolean negative = text.startsWith("-");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return negative ? Integer.MIN_VALUE : Integer.MAX_VALUE;
        }
    }

    private static <T extends Comparable<T>> T within(
            Range<T> range, T value, String text, Function<T, String> printer) {
        if (!range.contains(value)) {
            throw new MalformedValueException(
                    "\"" + text + "\" is out of bounds",
                    "give from " + printer.apply(range.least()) + " to " + printer.apply(range.most()));
        }
        return value;
    }

    static final ScalarType<Rate> RATE = new ScalarType<>(
            "a rate such as 30/m",
            List.of(Kind.TEXT),
            false,
            RateText::parse,
            RateText::format,
            Map.of("type", "string", "pattern", "^" + RateText.PATTERN + "$"));

    /** One of some words. */
    static <T> ScalarType<T> choice(Map<String, T> words, Function<T, String> printer) {
        Map<String, T> ordered = new LinkedHashMap<>(words);
        String known = String.join(
                " or ",
                ordered.keySet().stream().sorted().map(w -> "\"" + w + "\"").toList());
        return new ScalarType<>(
                known,
                List.of(Kind.TEXT),
                false,
                text -> {
                    T value = ordered.get(text);
                    if (value != null) {
                        return value;
                    }
                    throw new MalformedValueException("\"" + text + "\" is not known", "write " + known);
                },
                printer,
                Map.of(
                        "type",
                        "string",
                        "enum",
                        ordered.keySet().stream().sorted().toList()));
    }
}
