package io.tollgate.config.yaml;

import io.tollgate.config.Position;
import io.tollgate.config.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/**
 * What the parser has to say about a text that is no YAML.
 *
 * <p>Its message names the place at which it gave up last, after the line that says why; its own location is the last
 * token that was still good.
 */
final class SyntaxProblem {

    private static final Pattern PLACE = Pattern.compile("([^\\n]*)\\n in \\S+, line (\\d{1,7}), column (\\d{1,7}):");
    private static final String REMEDY = "look at the indentation, brackets and quotes here and just above";

    private SyntaxProblem() {}

    static Problem of(String file, JacksonException e) {
        String message = e.getOriginalMessage() == null ? "" : e.getOriginalMessage();
        Matcher place = PLACE.matcher(message);
        String what = "";
        int line = 1;
        int column = 1;
        while (place.find()) {
            what = place.group(1).replaceFirst("\\. \\(Do not use .*", "");
            line = Integer.parseInt(place.group(2));
            column = Integer.parseInt(place.group(3));
        }
        if (what.isEmpty()) {
            what = message.lines().findFirst().orElse("");
            line = Math.max(1, e.getLocation() == null ? 1 : e.getLocation().getLineNr());
            column = Math.max(1, e.getLocation() == null ? 1 : e.getLocation().getColumnNr());
        }
        Position at = new Position(file, line, column);
        return message.contains("scanning an alias")
                ? new Problem(at, "(file)", "has a value that begins with \"*\"", "put the value in quotes")
                : new Problem(at, "(file)", "is not YAML: " + what, remedy(what));
    }

    /** Between braces and brackets a value such as {@code :8443} is none without quotes. */
    private static String remedy(String what) {
        return what.endsWith("found ':'") ? "put a value that begins with \":\" in quotes" : REMEDY;
    }
}
