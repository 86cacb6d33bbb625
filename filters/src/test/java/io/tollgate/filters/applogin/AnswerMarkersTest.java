package io.tollgate.filters.applogin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.LocationPattern;
import io.tollgate.config.LoginMarkers;
import io.tollgate.config.StatusRange;
import io.tollgate.filters.chain.AnswerJudge;
import io.tollgate.filters.http.HeaderFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerMarkersTest {
    private static boolean leads(String pattern, String location) {
        AnswerMarkers markers = new AnswerMarkers(new LoginMarkers(null, LocationPattern.parse(pattern), null, null));
        return markers.matchesHead(302, HeaderFields.of("Location", location), "/app/login.do");
    }

    @ParameterizedTest
    @CsvSource({
        "**/login?error*, https://x.example:8443/app/login?error=1, true",
        "**/login?error*, /login?error, true",
        "**/login?error*, login?error=1#top, true",
        "**/login?error*, ../app/./login;jsessionid=A1?error=1, true",
        "**/login?error*, //x.example/login?error=1, true",
        "**/login?error*, /login, false",
        "**/login?error*, /login?x&error, false",
        "**/login?error*, /login/x?error, false",
        "/app/index*, /app/index.jsp?a=b, true",
        "/app/index*, index%2ejsp, true",
        "/app/index*, /index.jsp, false",
        "/app/**, /app, true",
        "/app/**, /application, false",
        "/app/login.do, '', true",
        "/app/login.do?x, '?x', true",
        "/, https://x.example, true"
    })
    void where_it_leads_is_seen_as_a_browser_sees_it(String pattern, String location, boolean isMatch) {
        assertThat(leads(pattern, location)).isEqualTo(isMatch);
    }

    @Test
    void two_locations_are_none() {
        AnswerMarkers markers = new AnswerMarkers(new LoginMarkers(null, LocationPattern.parse("/**"), null, null));
        assertThat(markers.matchesHead(302, HeaderFields.of("Location", "/a", "Location", "/b"), "/"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "SID=x; Path=/, true",
        "SID2=x, true",
        "sid=x, false",
        "SID=, false",
        "SID=x; Max-Age=0, false",
        "'SID=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT', false",
        "'SID=x; expires=Thu, 01-Jan-2070 00:00:01 GMT', true"
    })
    void a_cookie_counts_that_is_not_taken_back(String field, boolean isSet) {
        AnswerMarkers markers = new AnswerMarkers(new LoginMarkers(null, null, "SID*", null));
        assertThat(markers.matchesHead(200, HeaderFields.of("Set-Cookie", "a=b", "Set-Cookie", field), "/"))
                .isEqualTo(isSet);
    }

    @Test
    void all_that_is_given_must_hold() {
        AnswerMarkers markers = new AnswerMarkers(
                new LoginMarkers(new StatusRange(302, 303), LocationPattern.parse("/in"), "SID", null));
        assertThat(markers.matchesHead(303, HeaderFields.of("Location", "/in", "Set-Cookie", "SID=1"), "/"))
                .isTrue();
        assertThat(markers.matchesHead(301, HeaderFields.of("Location", "/in", "Set-Cookie", "SID=1"), "/"))
                .isFalse();
        assertThat(markers.matchesHead(302, HeaderFields.of("Location", "/in"), "/"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "windows-1252", "UTF-16LE", "UTF-16BE"})
    void a_text_is_found_in_whatever_character_set(String charset) {
        AnswerMarkers markers = new AnswerMarkers(new LoginMarkers(null, null, null, "Ungültiges Kennwort"));
        byte[] body = "<p>Ungültiges Kennwort</p>".getBytes(Charset.forName(charset));
        assertThat(markers.matchesBody(body)).isTrue();
        assertThat(markers.matchesBody("ungültiges kennwort".getBytes(Charset.forName(charset))))
                .isFalse();
    }

    private interface Packer {
        OutputStream over(OutputStream out) throws IOException;
    }

    private static byte[] packed(String text, Packer packer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packing = packer.over(out)) {
            packing.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    @Test
    void what_is_compressed_is_read_up_to_64_kilobytes() throws IOException {
        String text = "Sorry" + "x".repeat(1_000_000);
        byte[] gzip = packed(text, GZIPOutputStream::new);
        byte[] deflate = packed(text, DeflaterOutputStream::new);
        for (byte[] body : new byte[][] {
            AnswerBody.plain(HeaderFields.of("Content-Encoding", "gzip"), gzip),
            AnswerBody.plain(HeaderFields.of("Content-Encoding", "deflate"), deflate)
        }) {
            assertThat(body).hasSize(AnswerJudge.MOST).startsWith('S', 'o', 'r', 'r', 'y');
        }
        assertThat(AnswerBody.plain(HeaderFields.of("Content-Encoding", "br"), gzip))
                .isEmpty();
        assertThat(AnswerBody.plain(HeaderFields.EMPTY, gzip)).isEqualTo(gzip);
        assertThat(AnswerBody.plain(HeaderFields.of("Content-Encoding", "gzip"), new byte[] {1, 2, 3}))
                .isEmpty();
    }
}
