package io.tollgate.benchmarks.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlFormTest {
    @Test
    void hidden_fields_and_what_is_filled_in_already_are_sent_and_buttons_are_not() {
        HtmlForm form = HtmlForm.with("password", """
            <form method="post" action="/.tollgate/login"><input type="hidden" name="return-to" value="/a?b=1&amp;c=2">
            <input type=hidden name=csrf value=k7q><INPUT NAME='username' value='ann@clinic.example'>
            <input name="password" type="password" required><input type="checkbox" name="keep" value="1">
            <input type="checkbox" name="kept" value="1" checked><input type="submit" name="go" value="Log in"></form>
            """);

        assertThat(form).isNotNull();
        assertThat(form.action()).isEqualTo("/.tollgate/login");
        assertThat(form.fields())
                .containsEntry("return-to", "/a?b=1&c=2")
                .containsEntry("csrf", "k7q")
                .containsEntry("username", "ann@clinic.example")
                .containsEntry("password", "")
                .containsEntry("kept", "1")
                .doesNotContainKeys("keep", "go");
    }

    @Test
    void the_form_that_has_the_field_is_found_among_several() {
        String html = "<form action=/a><input name=q></form><FORM action=/b><input name=password type=password></FORM>";

        assertThat(HtmlForm.with("password", html).action()).isEqualTo("/b");
        assertThat(HtmlForm.with("nothing", html)).isNull();
        assertThat(HtmlForm.all(html)).hasSize(2);
    }

    @Test
    void a_form_that_takes_a_file_is_found_with_its_field() {
        HtmlForm form = HtmlForm.takingFile(
                "<FORM action=\"/claims/1/attachment\" enctype=\"multipart/form-data\"><INPUT type=\"file\""
                        + " name=\"scan\"></FORM>");

        assertThat(form.fileField()).isEqualTo("scan");
        assertThat(form.fields()).isEmpty();
        assertThat(HtmlForm.takingFile("<form><input name=a></form>")).isNull();
    }

    @Test
    void what_is_loaded_with_a_page_is_found_and_links_are_not() {
        assertThat(HtmlForm.parts("""
            <LINK rel="stylesheet" type="text/css" href="/static/ledger.css"><IMG width=1 src='/cross.gif' alt="">
            <script src=/static/messages.js></script><FRAME src="/menu.html" name="menu"><a href="/claims/">Claims</a>
            <iframe title=x src="/in?a=1&amp;b=2"></iframe>
            """))
                .containsExactly(
                        new HtmlForm.Part("/static/ledger.css", false),
                        new HtmlForm.Part("/cross.gif", false),
                        new HtmlForm.Part("/static/messages.js", false),
                        new HtmlForm.Part("/menu.html", true),
                        new HtmlForm.Part("/in?a=1&b=2", true));
    }
}
