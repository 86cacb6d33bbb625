package io.tollgate.filters.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadingsTest {
    static Readings readings(String target) {
        assertThat(Readings.of(target)).as(target).isInstanceOf(Readings.class);
        return (Readings) Readings.of(target);
    }

    private static List<String> paths(String target) {
        Readings readings = readings(target);
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < readings.count(); i++) {
            paths.add(readings.path(i).substring(0, readings.end(i)));
        }
        return paths;
    }

    private static List<String> folded(String target) {
        Readings readings = readings(target);
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < readings.foldedCount(); i++) {
            paths.add(readings.foldedPath(i).substring(0, readings.foldedEnd(i)));
        }
        return paths;
    }

    @Test
    void a_plain_target_has_one_reading_and_is_not_copied() {
        Readings readings = readings("/claims/17/lines?sort=a%2Fb#".replace("#", ""));

        assertThat(readings.count()).isOne();
        assertThat(readings.path(0)).isSameAs(readings.raw());
        assertThat(readings.foldedPath(0)).isSameAs(readings.raw());
        assertThat(paths("/claims/17/lines?x=/../y")).containsExactly("/claims/17/lines");
        assertThat(readings.isPlain()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/o/../a target.dot-segment",
                "/o/. target.dot-segment",
                "/./a target.dot-segment",
                "/o/%2e%2e/a target.dot-segment",
                "/o/.%2E/a target.dot-segment",
                "/o/..;/a target.dot-segment",
                "/o/..;x=1/a target.dot-segment",
                "/o/%2e;x target.dot-segment",
                "/o/..%20/a target.dot-segment",
                "/o/%20../a target.dot-segment",
                "/o/.%20./a target.dot-segment",
                "/o/%C2%A0..%E3%80%80/a target.dot-segment",
                "/o/...%20/a target.dot-segment",
                "/o/.%20.%20./a target.dot-segment",
                "/o/..%3Fx/a target.dot-segment",
                "/o/..:x/a target.dot-segment",
                "/o/..::$DATA/a target.dot-segment",
                "/o/.%CC%87./a target.dot-segment",
                "/o/.%E2%80%8B./a target.dot-segment",
                "/a%2fb target.encoded-slash",
                "/a%5Cb target.encoded-backslash",
                "/a%3Bb target.encoded-semicolon",
                "/a%00 target.encoded-control",
                "/a%0A/b target.encoded-control",
                "/a%7f target.encoded-control",
                "/a%C2%85 target.encoded-control",
                "/a%E2%80%A8 target.encoded-control",
                "/a\\b target.backslash",
                "/a#b target.fragment",
                "/a?b#c target.fragment",
                "/%252e target.double-encoding",
                "/%25%32%65 target.double-encoding",
                "/%25u002e target.double-encoding",
                "/a% target.percent",
                "/a%2 target.percent",
                "/a%2g target.percent",
                "/a%%32%65 target.percent",
                "/a%u002e target.percent",
                "/%c0%ae%c0%ae target.utf-8",
                "/%e0%80%af target.utf-8",
                "/%f8%80%80%80%af target.utf-8",
                "/%ed%a0%80 target.utf-8",
                "/caf%E9 target.utf-8",
                "/caf\u00e9 target.utf-8",
                "/%EF%BC%8E%EF%BC%8E/a target.folding",
                "/x%EF%BC%8Fa target.folding",
                "/x%E2%88%95a target.folding",
                "/x%E2%81%84a target.folding",
                "/x%E2%88%96a target.folding",
                "/x%E3%80%82 target.folding",
                "/x%E2%80%A5/a target.folding",
                "/x%E2%80%A6/a target.folding",
                "/%C2%BD target.folding",
                "/%E2%84%80 target.folding",
                "/%EF%BC%9Bx target.folding",
                "/%EF%BC%85%32e target.folding",
                "/%CD%BE target.folding",
                "/%C2%A5x target.folding",
                "* target.form",
                "claims target.form",
                "http://host/a target.form",
                "?/a target.form"
            })
    void what_leads_elsewhere_in_some_backend_is_refused(String target, String reason) {
        assertThat(Readings.of(target)).isEqualTo(new Unreadable(reason));
    }

    @Test
    void blanks_controls_and_nothing_at_all_are_refused() {
        assertThat(Readings.of("")).isEqualTo(new Unreadable("target.form"));
        assertThat(Readings.of("/a b")).isEqualTo(new Unreadable("target.blank"));
        assertThat(Readings.of("/a?b c")).isEqualTo(new Unreadable("target.blank"));
        assertThat(Readings.of("/a\0")).isEqualTo(new Unreadable("target.control"));
        assertThat(Readings.of("/a\tb")).isEqualTo(new Unreadable("target.control"));
        assertThat(Readings.of("/a\u007f")).isEqualTo(new Unreadable("target.control"));
        assertThat(Readings.of("/a?b\rc")).isEqualTo(new Unreadable("target.control"));
        assertThat(Readings.of("/" + "a/".repeat(600))).isInstanceOf(Readings.class);
        assertThat(Readings.of("/%61" + "/a".repeat(600))).isEqualTo(new Unreadable("target.depth"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/info",
                "/a%20b",
                "/caf%C3%A9",
                "/caf\u00c3\u00a9",
                "/a.b.c",
                "/..hidden",
                "/...",
                "/file.name..txt",
                "/a+b",
                "/a~b_c-d",
                "/a@b:c",
                "/a!$&'()*,=b",
                "/%41dmin",
                "/a%25b",
                "/a%25zz",
                "/x|y\"<>^`{}",
                "/",
                "//",
                "/x/?a=\\&b=%zz"
            })
    void what_legacy_applications_send_is_read(String target) {
        assertThat(Readings.of(target)).isInstanceOf(Readings.class);
    }

    @Test
    void parameters_are_kept_and_cut() {
        assertThat(paths("/a;v=1/b;jsessionid=2")).containsExactly("/a;v=1/b;jsessionid=2", "/a/b");
        assertThat(paths("/;x/admin")).containsExactlyInAnyOrder("/;x/admin", "//admin", "/admin", "/");
    }

    @Test
    void empty_segments_are_kept_and_merged_and_a_last_slash_stays() {
        assertThat(paths("/a//b/")).containsExactly("/a//b/", "/a/b/");
        assertThat(paths("//evil/admin/x"))
                .as("a reader may take the first segment for a host")
                .containsExactlyInAnyOrder("//evil/admin/x", "/evil/admin/x", "/admin/x");
        assertThat(paths("/a/")).containsExactly("/a/");
    }

    @Test
    void blanks_and_dots_at_the_ends_of_segments_are_kept_and_trimmed() {
        assertThat(paths("/admin%20/x.")).containsExactly("/admin /x.", "/admin/x");
        assertThat(paths("/%20admin/x")).containsExactly("/ admin/x", "/admin/x");
        assertThat(paths("/admin/%20")).containsExactly("/admin/ ", "/admin/");
        assertThat(paths("/o/...")).containsExactly("/o/...", "/o/");
        assertThat(paths("/admin.;x/y")).contains("/admin/y");
    }

    @Test
    void an_encoded_question_mark_or_hash_may_end_the_path() {
        assertThat(paths("/admin/secret%3Fx.css")).containsExactly("/admin/secret?x.css", "/admin/secret");
        assertThat(paths("/admin/secret%23")).containsExactly("/admin/secret#", "/admin/secret");
    }

    @Test
    void what_is_denied_is_compared_without_case_accents_streams_and_last_slash() {
        assertThat(folded("/Admin/X")).containsExactly("/admin/x");
        assertThat(folded("/%41dmin/x")).containsExactly("/admin/x");
        assertThat(folded("/adm%C4%B1n")).containsExactly("/admin");
        assertThat(folded("/admin/%C5%BFecret")).containsExactly("/admin/secret");
        assertThat(folded("/%EF%BD%81dmin")).containsExactly("/admin");
        assertThat(folded("/a%CC%81dmin")).containsExactly("/admin");
        assertThat(folded("/ad%C2%ADmin")).containsExactly("/admin");
        assertThat(folded("/admin::$DATA/x")).containsExactly("/admin::$data/x", "/admin/x");
        assertThat(folded("/admin.:x/y")).contains("/admin/y");
        assertThat(folded("/claims/5/")).containsExactly("/claims/5/", "/claims/5");
    }

    @Test
    void a_template_holds_no_more_than_the_first_segment() {
        assertThat(readings("/patients/17?x=1").template()).isEqualTo("/patients/**");
        assertThat(readings("/patients").template()).isEqualTo("/patients/**");
        assertThat(readings("/").template()).isEqualTo("/");
        assertThat(readings("/?x=/y").template()).isEqualTo("/");
    }

    @Test
    void readings_do_not_show_the_target() {
        assertThat(readings("/patients/17")).hasToString("Readings[1]");
    }
}
