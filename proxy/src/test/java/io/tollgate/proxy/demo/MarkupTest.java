package io.tollgate.proxy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class MarkupTest {

    @Test
    void a_value_is_escaped() {
        assertThat(new Markup().add("<B title=\"{}\">{}</B>", "\"'", "<i>&").toString())
                .isEqualTo("<B title=\"&quot;&#39;\">&lt;i&gt;&amp;</B>");
    }

    @Test
    void markup_as_a_value_is_taken_as_it_is() {
        assertThat(new Markup()
                        .add("<P>{}</P>", new Markup().add("<B>{}</B>", "<"))
                        .toString())
                .isEqualTo("<P><B>&lt;</B></P>");
    }

    @Test
    void a_value_with_braces_takes_no_other_value() {
        assertThat(new Markup().add("{}-{}", "{}", "b").toString()).isEqualTo("{}-b");
    }

    @Test
    void what_latin_1_can_not_hold_becomes_a_reference() {
        assertThat(new Markup().add("{}", "é ł 😀 \u0085\u0000").toString()).isEqualTo("é &#322; &#128512; ??");
    }

    @Test
    void places_and_values_must_be_as_many() {
        assertThatThrownBy(() -> new Markup().add("{}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Markup().add("", "a")).isInstanceOf(IllegalArgumentException.class);
    }
}
