package io.tollgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.config.PatternSegment.AnyDepth;
import io.tollgate.config.PatternSegment.Glob;
import io.tollgate.config.PatternSegment.Literal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulePatternTest {

    private static final Position HERE = new Position("tollgate.yaml", 1, 1);
    private static final Literal SLASH = new Literal("");

    private static RulePattern parse(String text) {
        return RulePattern.parse(text, HERE);
    }

    @Test
    void a_trailing_slash_is_a_last_empty_segment() {
        assertThat(parse("/").segments()).containsExactly(SLASH);
        assertThat(parse("/x").segments()).containsExactly(new Literal("x"));
        assertThat(parse("/x/").segments()).containsExactly(new Literal("x"), SLASH);
        assertThat(parse("/x/**").segments()).containsExactly(new Literal("x"), AnyDepth.ANY_DEPTH);
        assertThat(parse("/x/*").segments()).containsExactly(new Literal("x"), new Glob(List.of("", "")));
        assertThat(parse("/x/*/").segments()).containsExactly(new Literal("x"), new Glob(List.of("", "")), SLASH);
    }

    @Test
    void methods_are_joined_and_get_includes_head() {
        assertThat(parse("/x").methods()).isEmpty();
        assertThat(parse("* /x").methods()).isEmpty();
        assertThat(parse("GET|POST /x").methods()).containsExactly("GET", "HEAD", "POST");
        assertThat(parse("HEAD /x").methods()).containsExactly("HEAD");
        assertThat(parse("M-SEARCH /x").hasMethod("M-SEARCH")).isTrue();
        assertThat(parse("POST /x").hasMethod("GET")).isFalse();
    }

    @Test
    void segments_are_decoded_once_and_an_encoded_star_is_a_character() {
        assertThat(parse("/a%20b/%2A/%c3%a9/ü").segments())
                .containsExactly(new Literal("a b"), new Literal("*"), new Literal("é"), new Literal("ü"));
        assertThat(parse("/a*b%2Ac").segments()).containsExactly(new Glob(List.of("a", "b*c")));
    }

    @Test
    void parameters_are_decoded_as_forms_are() {
        assertThat(parse("/l.cgi?action=void+all&x=%26&y=").parameters())
                .containsExactly(
                        new ParameterCondition("action", "void all"),
                        new ParameterCondition("x", "&"),
                        new ParameterCondition("y", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "GET",
                "GET x",
                "get /x",
                "GET| /x",
                "GET,POST /x",
                "GET|* /x",
                "GET  /x",
                " /x",
                "/x y",
                "/x ",
                "/a//b",
                "//",
                "/a**",
                "/**b",
                "/***",
                "/**/**",
                "/.",
                "/a/../b",
                "/%2e%2E/b",
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/a\\b",
                "/a%00",
                "/a%3Bb",
                "/%2561",
                "/%zz",
                "/%",
                "/%f",
                "/%ff",
                "/%c0%af",
                "/{id}",
                "/a}b",
                "/x#y",
                "/x?",
                "/x?a",
                "/x?=b",
                "/x?a=b&",
                "/x?a=b;c=d",
                "/x?a=*",
                "/x?a=b?c",
                "/x?a=b c",
                "/x\u00a0"
            })
    void what_could_be_read_in_two_ways_is_refused(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(MalformedValueException.class);
    }

    @Test
    void a_name_in_a_path_is_not_in_this_release() {
        assertThatThrownBy(() -> parse("/patients/{id}")).hasMessageContaining("not in this release");
    }

    @ParameterizedTest
    @CsvSource({
        "a*, a, true",
        "a*, abc, true",
        "a*, ba, false",
        "*a, ba, true",
        "*a, ab, false",
        "a*a, a, false",
        "a*a, aa, true",
        "a*b*c, abc, true",
        "a*b*c, axbxc, true",
        "a*b*c, acb, false",
        "a*b*c, acc, false",
        "*, x, true",
        "*, '', false",
        "*b*, abc, true",
        "*ab*ab*, ab, false",
        "*ab*ab*, abab, true",
        "ab*bc, abc, false",
        "ab*bc, abbc, true"
    })
    void a_star_within_a_segment_matches_any_run(String glob, String segment, boolean matches) {
        Glob parsed = (Glob) parse("/" + glob).segments().get(0);
        assertThat(parsed.matches(segment)).isEqualTo(matches);
    }

    @Test
    void a_pattern_below_a_path_keeps_its_text() {
        RulePattern rule = parse("GET /x?a=b").below(List.of(new Literal("billing")));
        assertThat(rule.text()).isEqualTo("GET /x?a=b");
        assertThat(rule.segments()).containsExactly(new Literal("billing"), new Literal("x"));
        assertThat(rule.parameters()).hasSize(1);
    }

    @Test
    void a_position_is_what_an_editor_understands() {
        assertThat(new Position("tollgate.yaml", 14, 11)).hasToString("tollgate.yaml:14:11");
    }
}
