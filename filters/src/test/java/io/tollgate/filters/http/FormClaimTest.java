package io.tollgate.filters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FormClaimTest {
    private static final String PARTS = "multipart/form-data; boundary=b";

    private static FormClaim claim(String... fields) {
        return FormClaim.of(HeaderFields.of(fields));
    }

    private static Form read(String type, String body) {
        return claim("Content-Type", type).read(body.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String part(String disposition, String content) {
        return "--b\r\nContent-Disposition: " + disposition + "\r\n\r\n" + content + "\r\n";
    }

    private static List<String> pairs(Form form) {
        return form.parameters().stream()
                .map(parameter -> parameter.name() + "=" + parameter.value() + (parameter.isCertain() ? "" : "?"))
                .toList();
    }

    @Test
    void types_say_who_reads_a_body_as_a_form() {
        assertThat(claim()).isEqualTo(new FormClaim.Pairs(false));
        assertThat(claim("content-type", "")).isEqualTo(new FormClaim.Pairs(false));
        assertThat(claim("content-type", "Application/X-WWW-Form-Urlencoded; charset=UTF-8"))
                .isEqualTo(new FormClaim.Pairs(true));
        assertThat(claim("content-type", "multipart/form-data; boundary=\"a b\""))
                .isEqualTo(FormClaim.Unclear.UNCLEAR);
        assertThat(claim("content-type", "multipart/form-data; boundary=----WebKitFormBoundaryX1"))
                .isEqualTo(new FormClaim.Parts("----WebKitFormBoundaryX1"));
        assertThat(claim("content-type", "application/json")).isEqualTo(FormClaim.None.NONE);
        assertThat(claim("content-type", "application/json", "content-encoding", "gzip"))
                .isEqualTo(FormClaim.None.NONE);
        assertThat(claim("content-type", "text/plain")).isEqualTo(FormClaim.None.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded; charset=utf-16",
                "application/x-www-form-urlencoded; charset=utf-7",
                "application/x-www-form-urlencoded; charset=ibm037",
                "application/x-www-form-urlencoded, text/plain",
                "text/plain, application/x-www-form-urlencoded",
                "x-www-form-urlencoded",
                "application/x-www-form-urlencoded-2",
                "multipart/mixed; boundary=b",
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=a; boundary=b",
                "multipart/form-data; boundary*=utf-8''b",
                "multipart/form-data; boundary=a,b",
                "multipart/form-data; boundary=\"a",
                "multipart/form-data; boundary=\"a\\\"b\"",
                "multipart/form-data; boundary=b; charset=utf-16"
            })
    void a_type_that_backends_read_in_different_ways_is_unclear(String type) {
        assertThat(claim("content-type", type)).isEqualTo(FormClaim.Unclear.UNCLEAR);
    }

    @Test
    void two_types_and_an_encoded_form_are_unclear() {
        assertThat(claim("content-type", "text/plain", "Content-Type", "text/plain"))
                .isEqualTo(FormClaim.Unclear.UNCLEAR);
        assertThat(claim("content-type", PARTS, "content-encoding", "gzip")).isEqualTo(FormClaim.Unclear.UNCLEAR);
        assertThat(claim("content-encoding", "deflate")).isEqualTo(FormClaim.Unclear.UNCLEAR);
        assertThat(claim("content-type", PARTS, "content-encoding", "identity")).isEqualTo(new FormClaim.Parts("b"));
    }

    @Test
    void pairs_are_split_in_both_ways() {
        assertThat(pairs(read("application/x-www-form-urlencoded", "a=1;b=%202+&&c")))
                .containsExactlyInAnyOrder("a=1", "b= 2 ", "c=", "a=1;b= 2 ");
        assertThat(pairs(read("application/x-www-form-urlencoded", "n=J%F6rg&m=J%C3%B6rg")))
                .containsExactly("n=J\u00f6rg?", "m=J\u00f6rg");
        assertThat(read("application/x-www-form-urlencoded", "")).isEqualTo(Form.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=%",
                "a=%2",
                "%zz=1",
                "a=%u0041",
                "a=%c1%af",
                "a=\u00c0\u00af",
                "_charset_=utf-16&a=1",
                "a=%f8%88%80"
            })
    void pairs_that_cant_be_decoded_in_one_way_are_not_read(String body) {
        assertThat(read("application/x-www-form-urlencoded", body)).isNull();
    }

    @Test
    void parts_are_parameters_and_files_uncertain_ones() {
        String body = part("form-data; name=\"action\"", "void")
                + part("form-data; name=\"f\"; filename=\"C:\\a b.txt\"\r\nContent-Type: text/plain", "x\r\n--c")
                + part("Form-Data; name=n", "J\u00c3\u00b6rg")
                + "--b--\r\n";

        assertThat(pairs(read(PARTS, body))).containsExactly("action=void", "f=x\r\n--c?", "n=J\u00f6rg");
        assertThat(pairs(read(PARTS, "--b--"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "--b",
                "--b\r\n",
                "--b-",
                "preamble\r\n--b--",
                "\r\n--b--",
                "--b--\r\nepilogue",
                "--b \r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--",
                "--b\nContent-Disposition: form-data; name=a\n\n1\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--bc\r\n\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b",
                "--b\r\n\r\n1\r\n--b--",
                "--b\r\nX: 1\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name*=utf-8''a\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=\"a\\\"; x=\"\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=\"=?utf-8?q?a?=\"\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a; filename*=utf-8''x\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Type: text/plain; charset=utf-16\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\ndm9pZA==\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=\"_charset_\"\r\n\r\nutf-7\r\n--b--",
                "--b\r\nContent-Disposition : form-data; name=a\r\n\r\n1\r\n--b--"
            })
    void parts_that_another_parser_could_read_otherwise_are_not_read(String body) {
        assertThat(read(PARTS, body)).isNull();
    }

    @Test
    void reading_never_throws_whatever_the_body_is() {
        Random random = new Random(11);
        String[] pieces = {
            "--b",
            "\r\n",
            "\n",
            "--",
            "Content-Disposition: form-data; name=a",
            "; filename=\"",
            "\"",
            ":",
            "%",
            "=",
            "&",
            ";",
            "\0",
            "x"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder body = new StringBuilder(random.nextBoolean() ? "--b\r\n" : "");
            for (int n = random.nextInt(12); n > 0; n--) {
                body.append(pieces[random.nextInt(pieces.length)]);
            }
            byte[] bytes = body.toString().getBytes(StandardCharsets.ISO_8859_1);
            claim("content-type", PARTS).read(bytes);
            claim().read(bytes);
        }
    }
}
