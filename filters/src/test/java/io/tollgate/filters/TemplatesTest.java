package io.tollgate.filters;

import static org.assertj.core.api.Assertions.assertThat;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import org.junit.jupiter.api.Test;

final class TemplatesTest {
    @Test
    void a_precompiled_page_escapes_what_it_is_given() {
        var output = new StringOutput();

        TemplateEngine.createPrecompiled(ContentType.Html).render("probe.jte", "<Ada>", output);

        assertThat(output.toString()).contains("Hello, &lt;Ada&gt;.");
    }
}
