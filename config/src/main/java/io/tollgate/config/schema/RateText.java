package io.tollgate.config.schema;

import io.tollgate.config.MalformedValueException;
import io.tollgate.config.Rate;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rates as operators write them: so many per second, minute, hour or day, such as {@code 30/m}. */
public final class RateText {

    /** What a rate looks like, as a regular expression. */
    static final String PATTERN = "[0-9]{1,9}/[smhd]";

    private static final Pattern FORM = Pattern.compile(PATTERN);
    private static final String REMEDY = "write a number per s, m, h or d, such as 30/m";

    private RateText() {}

    public static Rate parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            String why =
                    text.startsWith("-") ? "is negative" : text.contains("/") ? "is not a rate" : "has no unit of time";
            throw new MalformedValueException("\"" + text + "\" " + why, REMEDY);
        }
        int count = Integer.parseInt(text.substring(0, text.length() - 2));
        Duration per = DurationText.parse("1" + text.charAt(text.length() - 1));
        if (!Rate.isInBounds(count, per)) {
            throw new MalformedValueException(
                    "\"" + text + "\" is out of bounds", "give at least 1 and at most " + Rate.MOST_PER_MINUTE + "/m");
        }
        return new Rate(count, per);
    }

    public static String format(Rate rate) {
        for (String unit : List.of("s", "m", "h", "d")) {
            if (rate.per().equals(DurationText.parse("1" + unit))) {
                return rate.count() + "/" + unit;
            }
        }
        throw new IllegalArgumentException("not a rate with a unit: " + rate);
    }
}
