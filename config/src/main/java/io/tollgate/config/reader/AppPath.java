package io.tollgate.config.reader;

import io.tollgate.config.PatternSegment;
import io.tollgate.config.PatternSegment.AnyDepth;
import io.tollgate.config.PatternSegment.Glob;
import io.tollgate.config.PatternSegment.Literal;
import io.tollgate.config.RulePattern;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An app's {@code path}, below which its patterns and its home are.
 *
 * <p>They may be written with the path in front or without; what could be meant in both ways is refused.
 */
final class AppPath {

    private final String path;
    private final List<PatternSegment> segments;

    AppPath(String path) {
        this.path = path;
        this.segments = path.equals("/")
                ? List.of()
                : Arrays.stream(path.substring(1).split("/", -1))
                        .<PatternSegment>map(Literal::new)
                        .toList();
    }

    /** As it was written. */
    String text() {
        return path;
    }

    /** Home as a whole path on the host. */
    String home(String home) {
        boolean whole = path.equals("/")
                || (home.startsWith(path)
                        && (home.length() == path.length() || "/?".indexOf(home.charAt(path.length())) >= 0));
        return whole ? home : path + home;
    }

    /** The pattern over whole paths, or null after telling that it can be read in two ways. */
    @Nullable
    Placed<RulePattern> below(Placed<RulePattern> rule) {
        List<PatternSegment> written = rule.value().segments();
        boolean whole = written.size() >= segments.size()
                && written.subList(0, segments.size()).equals(segments);
        if (whole) {
            return rule;
        }
        if (!(written.get(0) instanceof AnyDepth) && mayBeWhole(written)) {
            rule.problem(
                    "\"" + rule.value().text() + "\" can be meant with or without the app's path in front",
                    "begin it with \"" + path + "/\"");
            return null;
        }
        return new Placed<>(rule.value().below(segments), rule.place());
    }

    /** Whether the pattern as it stands matches anything below the path, in any letter case. */
    private boolean mayBeWhole(List<PatternSegment> written) {
        for (int i = 0; i < segments.size(); i++) {
            if (i == written.size()) {
                return false;
            }
            String name = ((Literal) segments.get(i)).value();
            PatternSegment segment = written.get(i);
            if (segment instanceof AnyDepth) {
                return true;
            }
            boolean matches = segment instanceof Glob glob
                    ? glob.matches(name)
                    : segment instanceof Literal literal && literal.value().equalsIgnoreCase(name);
            if (!matches) {
                return false;
            }
        }
        return true;
    }
}
