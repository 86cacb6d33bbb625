package io.tollgate.config;

import io.tollgate.config.PatternSegment.Glob;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern for where an answer redirects to: {@code path[?query]}, as {@code **}{@code /login?error*}. Immutable.
 *
 * <p>The path is one as in a rule, and may begin with {@code **}; host and scheme are not looked at. In the query, as it
 * is spelled, {@code *} stands for any run of characters. Without a query any query matches, and none.
 *
 * @param text as it was written
 * @param segments of the path
 * @param query the texts around the stars; null where there is none
 */
public record LocationPattern(
        String text,
        List<PatternSegment> segments,
        @Nullable List<String> query) {

    public LocationPattern {
        segments = List.copyOf(segments);
        query = query == null ? null : List.copyOf(query);
    }

    /** Reads a pattern, or throws with what is wrong and what to do. */
    public static LocationPattern parse(String text) {
        int question = text.indexOf('?');
        String path = question < 0 ? text : text.substring(0, question);
        String whole = path.startsWith("**") ? "/" + path : path;
        if (!whole.startsWith("/") || text.indexOf('#') >= 0) {
            throw new MalformedValueException(
                    "\"" + text + "\" is not a pattern for a redirect",
                    "begin it with \"/\" or \"**\", without scheme and host, such as \"**/login?error*\"");
        }
        return new LocationPattern(
                text,
                PatternParser.segments(whole),
                question < 0 ? null : List.of(text.substring(question + 1).split("\\*", -1)));
    }

    /** Whether a query, null where there is none, is one that is meant. */
    public boolean matchesQuery(@Nullable String actual) {
        if (query == null) {
            return true;
        }
        String given = actual == null ? "" : actual;
        if (query.size() == 1) {
            return given.equals(query.get(0));
        }
        return actual != null
                && (given.isEmpty() ? query.stream().allMatch(String::isEmpty) : new Glob(query).matches(given));
    }

    /** As it is written in the YAML. */
    @Override
    public String toString() {
        return text;
    }
}
