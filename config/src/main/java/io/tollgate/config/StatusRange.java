package io.tollgate.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Status codes of final answers: {@code 200}, {@code 200-399} or {@code <500}. */
public record StatusRange(int least, int most) {

    /** What such a range looks like, as a regular expression. */
    public static final String PATTERN = "([2-5][0-9][0-9](-[2-5][0-9][0-9])?|<[2-6][0-9][0-9])";

    /** What answers, even if only with an error about the request. */
    public static final StatusRange ANSWERS = new StatusRange(200, 499);

    private static final Pattern FORM = Pattern.compile("(<?)([2-6][0-9][0-9])(?:-([2-5][0-9][0-9]))?");
    private static final String REMEDY = "write one status, a range or a bound: 200, 200-399 or \"<500\"";

    public StatusRange {
        if (least < 200 || most > 599 || least > most) {
            throw new MalformedValueException("no status is from " + least + " to " + most, REMEDY);
        }
    }

    /** Reads a range, or throws with what is wrong and what to do. */
    public static StatusRange parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || (text.startsWith("<") && form.group(3) != null)) {
            throw new MalformedValueException("\"" + text + "\" is not a range of statuses", REMEDY);
        }
        int first = Integer.parseInt(form.group(2));
        return text.startsWith("<")
                ? new StatusRange(200, first - 1)
                : new StatusRange(first, form.group(3) == null ? first : Integer.parseInt(form.group(3)));
    }

    public boolean contains(int status) {
        return least <= status && status <= most;
    }

    /** As it is written in the YAML. */
    @Override
    public String toString() {
        return least == most ? String.valueOf(least) : least == 200 ? "<" + (most + 1) : least + "-" + most;
    }
}
