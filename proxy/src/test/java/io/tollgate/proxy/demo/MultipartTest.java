package io.tollgate.proxy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MultipartTest {

    private static final String TYPE = "multipart/form-data; boundary=xyz";

    @Test
    void the_file_is_found_behind_other_fields_byte_for_byte() {
        Multipart.FilePart file = parse(String.join(
                "\r\n",
                "--xyz",
                "Content-Disposition: form-data; name=\"a\"",
                "",
                "1",
                "--xyz",
                "Content-Disposition: form-data; name=\"file\"; filename=\"scan.pdf\"",
                "Content-Type: application/pdf",
                "",
                "\u0000\u00FF\r\n--xy",
                "--xyz--"));
        assertThat(file.name()).isEqualTo("scan.pdf");
        assertThat(file.bytes()).isEqualTo("\u0000\u00FF\r\n--xy".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void a_name_is_cut_from_its_folder_and_made_harmless() {
        assertThat(named("C:\\temp\\a;b\u00E9.txt").name()).isEqualTo("a_b_.txt");
        assertThat(named("../../etc/x").name()).isEqualTo("x");
    }

    @Test
    void an_empty_file_is_a_file() {
        assertThat(parse("--xyz\r\nContent-Disposition: form-data; name=\"f\"; filename=\"e\"\r\n\r\n\r\n--xyz--")
                        .bytes())
                .isEmpty();
    }

    @Test
    void no_name_is_no_file() {
        assertThat(named("")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--xyz",
                "--xyz--",
                "--xyz\r\n\r\n",
                "--xyz\r\nContent-Disposition: form-data; filename=\"a\"\r\n\r\nnever ended",
                "--xyz\r\nContent-Disposition: form-data; filename=\"a\r\n--xyz",
                "preamble only"
            })
    void a_broken_body_has_no_file(String body) {
        assertThat(parse(body)).isNull();
    }

    @Test
    void another_type_has_no_file() {
        assertThat(Multipart.file("application/x-www-form-urlencoded", new byte[0]))
                .isNull();
        assertThat(Multipart.file("multipart/form-data", new byte[0])).isNull();
    }

    private static Multipart.FilePart named(String name) {
        return parse("--xyz\r\nContent-Disposition: form-data; name=\"f\"; filename=\"" + name
                + "\"\r\n\r\nabc\r\n--xyz--\r\n");
    }

    private static Multipart.FilePart parse(String body) {
        return Multipart.file(TYPE, body.getBytes(StandardCharsets.ISO_8859_1));
    }
}
