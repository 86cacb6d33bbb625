package io.tollgate.config.rule;

import io.tollgate.config.PatternSegment;
import io.tollgate.config.PatternSegment.Glob;
import io.tollgate.config.PatternSegment.Literal;
import io.tollgate.config.RulePattern;
import java.util.List;

/**
 * Finds patterns that say how a path ends but not what it begins with.
 *
 * <p>An old server takes {@code /app.pl/x.css} as a call of {@code app.pl} with the path-info {@code /x.css} (RFC 3875
 * section 4.1.5): a pattern such as {@code /**}{@code /*.css} opens every script to it.
 */
public final class PathInfo {

    private PathInfo() {}

    /** Whether a script that the pattern does not name can be reached by what follows a wildcard. */
    public static boolean reaches(RulePattern pattern) {
        List<PatternSegment> segments = pattern.segments();
        boolean wild = false;
        for (PatternSegment segment : segments) {
            if (wild && isNarrow(segment)) {
                return true;
            }
            wild |= !(segment instanceof Literal);
        }
        return false;
    }

    private static boolean isNarrow(PatternSegment segment) {
        return segment instanceof Literal || (segment instanceof Glob glob && !glob.isAnyOne());
    }

    /** A path that such a pattern opens unawares. */
    public static String example(RulePattern pattern) {
        StringBuilder path = new StringBuilder();
        boolean script = false;
        for (PatternSegment segment : pattern.segments()) {
            if (segment instanceof Literal literal) {
                path.append('/').append(literal.value());
            } else if (segment instanceof Glob glob && (script || !glob.isAnyOne())) {
                path.append('/').append(String.join("x", glob.parts()));
                script = true;
            } else if (!script) {
                path.append("/app.pl");
                script = true;
            }
        }
        return path.toString();
    }
}
