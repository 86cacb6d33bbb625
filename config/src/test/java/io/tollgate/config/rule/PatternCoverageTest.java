package io.tollgate.config.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.PatternSegment;
import io.tollgate.config.PatternSegment.AnyDepth;
import io.tollgate.config.PatternSegment.Glob;
import io.tollgate.config.PatternSegment.Literal;
import io.tollgate.config.Position;
import io.tollgate.config.RulePattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternCoverageTest {

    private static final Position HERE = new Position("tollgate.yaml", 1, 1);

    private static RulePattern parse(String text) {
        return RulePattern.parse(text, HERE);
    }

    private static boolean denied(String allow, String... denies) {
        return !PatternCoverage.denying(
                        parse(allow),
                        Arrays.stream(denies).map(PatternCoverageTest::parse).toList())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/x, /x",
        "/x, /**",
        "/x/, /x/**",
        "/x, /x/**",
        "/x/y/z, /x/**",
        "/x/**, /x/**",
        "/x/*, /x/*",
        "/x/a*, /x/*",
        "/x/abc, /x/a*c",
        "/x/a*b*c, /x/a*c",
        "/x/**/y, /x/**",
        "/x/*/y, /**/y",
        "/X/Y, /x/y",
        "/x/*/, /x/**",
        "GET /x, /x",
        "GET /x, GET|POST /x",
        "HEAD /x, GET /x",
        "/x?a=b, /x",
        "/x?a=b&c=d, /x?a=b",
        "/x?A=B, /x?a=%20b"
    })
    void a_deny_covers_what_it_matches_all_of(String allow, String deny) {
        assertThat(denied(allow, deny)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/x, /y",
        "/x/, /x",
        "/x, /x/",
        "/x/, /x/*",
        "/x/**, /x/*",
        "/x/*, /x/a*",
        "/x/**, /x/**/y",
        "/**, /x/**",
        "/x, GET /x",
        "GET /x, HEAD /x",
        "GET|POST /x, GET /x",
        "/x, /x?a=b",
        "/x?a=b, /x?a=c",
        "/x?a=b, /x?a=b&c=d",
        "/x/a*, /x/a*b",
        "/x/*/z, /x/y/z"
    })
    void a_deny_that_leaves_something_covers_nothing(String allow, String deny) {
        assertThat(denied(allow, deny)).isFalse();
    }

    @Test
    void several_denies_cover_method_by_method() {
        assertThat(denied("GET|POST /x", "GET /**", "POST /x")).isTrue();
        assertThat(denied("GET|POST|PUT /x", "GET /**", "POST /x")).isFalse();
    }

    @Test
    void what_is_said_to_be_covered_is_covered_for_every_path() {
        Random random = new Random(20_260_101);
        int covered = 0;
        for (int i = 0; i < 3_000; i++) {
            List<PatternSegment> wide = segments(random);
            List<PatternSegment> narrow = segments(random);
            if (PatternCoverage.coversPath(wide, narrow, false)) {
                covered++;
                for (int j = 0; j < 20; j++) {
                    List<String> path = path(random, narrow);
                    assertThat(matches(narrow, path, 0, 0)).isTrue();
                    assertThat(matches(wide, path, 0, 0))
                            .as("%s by %s, not by %s", path, narrow, wide)
                            .isTrue();
                }
            }
        }
        assertThat(covered).isGreaterThan(100);
    }

    private static List<PatternSegment> segments(Random random) {
        String[] texts = {"**", "*", "a", "b", "a*", "*b", "a*b", "ab", "*a*"};
        StringBuilder path = new StringBuilder();
        String last = "";
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            String text = texts[random.nextInt(texts.length)];
            path.append('/').append(text.equals("**") && last.equals("**") ? "a" : text);
            last = path.substring(path.lastIndexOf("/") + 1);
        }
        return parse(path + (random.nextInt(4) == 0 ? "/" : "")).segments();
    }

    /** A path that the segments match. */
    private static List<String> path(Random random, List<PatternSegment> segments) {
        List<String> path = new ArrayList<>();
        for (PatternSegment segment : segments) {
            if (segment instanceof Literal literal) {
                path.add(literal.value());
            } else if (segment instanceof Glob glob) {
                StringBuilder text = new StringBuilder(glob.parts().get(0));
                glob.parts().stream()
                        .skip(1)
                        .forEach(part -> text.append(run(random)).append(part));
                path.add(text.isEmpty() ? "c" : text.toString());
            } else {
                for (int i = random.nextInt(3); i > 0; i--) {
                    path.add(run(random));
                }
            }
        }
        return path;
    }

    private static String run(Random random) {
        return new String[] {"", "a", "b", "ab", "c"}[random.nextInt(5)];
    }

    private static boolean matches(List<PatternSegment> pattern, List<String> path, int p, int s) {
        if (p == pattern.size()) {
            return s == path.size();
        }
        if (pattern.get(p) instanceof AnyDepth) {
            return matches(pattern, path, p + 1, s) || (s < path.size() && matches(pattern, path, p, s + 1));
        }
        if (s == path.size()) {
            return false;
        }
        boolean one = pattern.get(p) instanceof Glob glob
                ? glob.matches(path.get(s))
                : pattern.get(p).equals(new Literal(path.get(s)));
        return one && matches(pattern, path, p + 1, s + 1);
    }
}
