package io.tollgate.config.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.Position;
import io.tollgate.config.RulePattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathInfoTest {

    private static RulePattern parse(String text) {
        return RulePattern.parse(text, new Position("tollgate.yaml", 1, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "/**/*.css, /app.pl/x.css", "/**/logo.gif, /app.pl/logo.gif", "/static/**/x/*.css, /static/app.pl/x/x.css",
        "/*/x.css, /app.pl/x.css", "/**/, /app.pl/", "/v*/static/**, /vx/static"
    })
    void a_pattern_that_only_says_how_a_path_ends_is_reached(String pattern, String example) {
        assertThat(PathInfo.reaches(parse(pattern))).isTrue();
        assertThat(PathInfo.example(parse(pattern))).isEqualTo(example);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/**", "/static/**", "/*.css", "/css/*.css", "/css/*", "/", "/login", "/css/*/**"})
    void a_pattern_that_says_what_a_path_begins_with_is_not(String pattern) {
        assertThat(PathInfo.reaches(parse(pattern))).isFalse();
    }
}
