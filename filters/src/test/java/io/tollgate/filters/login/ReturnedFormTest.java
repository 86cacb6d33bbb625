package io.tollgate.filters.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.login.Page.Field;
import io.tollgate.filters.login.Page.Return;
import io.tollgate.filters.login.Page.Shell;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReturnedFormTest {
    private static final String PAIRS = "application/x-www-form-urlencoded";

    private static Return page(String type, String body) {
        ReturnedForm.Repost repost = ReturnedForm.repost(
                HeaderFields.of("content-type", type),
                body.getBytes(StandardCharsets.ISO_8859_1),
                new Shell("billing", "/.tollgate", "/.tollgate/assets/", "1", ""));
        return repost == null ? null : repost.page();
    }

    private static List<String> fields(String type, String body) {
        return page(type, body).fields().stream()
                .map(field -> field.name() + "=" + field.value())
                .toList();
    }

    @Test
    void fields_keep_their_order_and_their_text() {
        assertThat(fields(PAIRS, "b=1&a=%3Cx%3E%22%26&b=2&empty=&bare&&c=%C3%BC+%2B;d=1"))
                .containsExactly("b=1", "a=<x>\"&", "b=2", "empty=", "bare=", "c=\u00fc +;d=1");
        assertThat(page(PAIRS, "a=%C3%BC").charset()).isEqualTo("utf-8");
    }

    @Test
    void bytes_that_are_not_utf_8_keep_theirs_in_windows_1252() {
        Return page = page(PAIRS, "a=M%FCller%80%81&b=%C3%BC");
        assertThat(page.charset()).isEqualTo("windows-1252");
        assertThat(page.fields().get(0).value()).isEqualTo("M\u00fcller\u20ac\u0081");
        assertThat(page.fields().get(1).value()).isEqualTo("\u00c3\u00bc");
    }

    @Test
    void parts_are_sent_as_parts_and_files_are_not_sent_again() {
        String part = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\ntwo\r\n";
        Return page = page("multipart/form-data; boundary=x", part + "--x--\r\n");
        assertThat(page.encoding()).isEqualTo("multipart/form-data");
        assertThat(page.fields()).containsExactly(new Field("a", "one\r\ntwo", true));
        assertThat(page(
                        "multipart/form-data; boundary=x",
                        part
                                + "--x\r\n"
                                + "Content-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n"
                                + "x\r\n"
                                + "--x--\r\n"))
                .isNull();
    }

    @Test
    void what_a_browser_would_send_in_another_way_is_refused() {
        for (String body : List.of("a=%00", "a=x%0Ay", "a=x%0D", "%0Aa=1", "=1", "a=%zz", "_charset_=x%0D%0A")) {
            assertThat(page(PAIRS, body)).as(body).isNull();
        }
        assertThat(page("text/plain", "a=1")).isNull();
        assertThat(page(PAIRS, "_charset_=UTF-8").fields()).containsExactly(new Field("_charset_", "UTF-8", false));
    }

    @Test
    void the_page_escapes_what_it_was_sent_and_runs_its_own_script_only() {
        Response page = new Pages("/.tollgate")
                .returned(
                        Browser.sending("sec-fetch-mode", "navigate").post("/pay/back", "a", "1"),
                        "a=%22%3E%3Cscript%3Ealert(1)%3C/script%3E".getBytes(StandardCharsets.US_ASCII));
        String text = Browser.text(page);
        assertThat(text)
                .contains("value=\"&#34;>&lt;script>alert(1)&lt;/script>\"")
                .doesNotContain("<script>alert");
        assertThat(page.fields())
                .anySatisfy(field -> assertThat(field.value())
                        .startsWith("default-src 'none'; ")
                        .contains("script-src 'sha256-")
                        .doesNotContain("unsafe"));
    }
}
