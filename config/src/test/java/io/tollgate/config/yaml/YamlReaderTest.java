package io.tollgate.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.Problem;
import io.tollgate.config.yaml.YamlNode.Kind;
import io.tollgate.config.yaml.YamlNode.YamlMap;
import io.tollgate.config.yaml.YamlNode.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class YamlReaderTest {

    private final List<Problem> problems = new ArrayList<>();

    private YamlNode read(String text) {
        return YamlReader.read("t.yaml", text, problems::add);
    }

    private String problem(String text) {
        read(text);
        assertThat(problems).hasSize(1);
        return problems.get(0).toString();
    }

    @Test
    void nodes_know_their_place_and_kind() {
        YamlMap map = (YamlMap) read("a: 1\nb: { c: [x, \"2\", true, ~] }\n");
        assertThat(map.entries().get(1).at()).hasToString("t.yaml:2:1");
        YamlMap inner = (YamlMap) map.entries().get(1).value();
        List<YamlNode> items = ((YamlNode.YamlList) inner.entries().get(0).value()).items();
        assertThat(items.get(1).at()).hasToString("t.yaml:2:13");
        assertThat(items)
                .extracting(item -> ((YamlScalar) item).kind())
                .containsExactly(Kind.TEXT, Kind.TEXT, Kind.BOOLEAN, Kind.TEXT);
        assertThat(((YamlScalar) map.entries().get(0).value()).kind()).isEqualTo(Kind.INTEGER);
        assertThat(problems).isEmpty();
    }

    @Test
    void a_syntax_error_has_its_line_and_column() {
        assertThat(problem("a: 1\nb: c: d\n"))
                .isEqualTo("t.yaml:2:5: (file): is not YAML: mapping values are not allowed here; "
                        + "look at the indentation, brackets and quotes here and just above");
    }

    @Test
    void a_bracket_that_is_not_closed_is_told() {
        assertThat(problem("a: [1\nb: 2\n")).startsWith("t.yaml:2:2: (file): is not YAML: ");
    }

    @Test
    void a_tab_in_the_indentation_is_told_plainly() {
        assertThat(problem("a:\n  \tb: 1\n"))
                .isEqualTo("t.yaml:2:3: (file): is indented with a tab; indent with blanks");
    }

    @Test
    void a_control_character_is_told_with_its_place() {
        assertThat(problem("a: b\nc: \u0007\n")).isEqualTo("t.yaml:2:4: (file): holds the character U+0007; remove it");
    }

    @Test
    void an_alias_is_refused_and_never_expanded() {
        assertThat(problem("a: &a [1]\nb: [*a]\n"))
                .isEqualTo("t.yaml:2:5: (file): refers to an anchor (\"*a\"); write the value out, in quotes");
    }

    @Test
    void a_bomb_of_aliases_costs_nothing() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 100; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d, *a%d]%n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        read(bomb.toString());
        assertThat(problems).hasSize(297);
    }

    @Test
    void a_tag_and_a_second_document_are_refused() {
        assertThat(problem("a: !!set {}\n")).isEqualTo("t.yaml:1:4: (file): has a tag (\"!…\"); remove it");
        problems.clear();
        assertThat(problem("a: 1\n---\nb: 2\n"))
                .isEqualTo("t.yaml:3:1: (file): holds a second document; remove the line \"---\" and what follows");
    }

    @Test
    void nesting_is_bounded() {
        assertThat(problem("[".repeat(100_000)))
                .isEqualTo("t.yaml:1:26: (file): is nested more than 24 deep; nest less");
    }

    @Test
    void a_key_that_is_no_text_is_told() {
        assertThat(problem("? [a]\n: b\n")).startsWith("t.yaml:1:");
    }
}
