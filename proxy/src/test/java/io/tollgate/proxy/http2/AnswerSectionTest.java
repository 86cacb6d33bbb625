package io.tollgate.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is encoded, decoded by Netty. */
final class AnswerSectionTest {
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 1_000_000);

    private List<String> decoded(AnswerSection section) throws Http2Exception {
        ByteBuf out = Unpooled.buffer().writeByte(AnswerSection.NO_TABLE);
        section.encode(out);
        Http2Headers headers = decoder.decodeHeaders(1, out);
        List<String> fields = new ArrayList<>();
        headers.forEach(field -> fields.add(field.getKey() + ": " + field.getValue()));
        return fields;
    }

    private static ResponseHead head(int status, String... fields) {
        return new ResponseHead(status, "", HeaderFields.of(fields));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 206, 304, 400, 404, 500, 103, 201, 302, 418, 999})
    void every_status_is_said(int status) throws Http2Exception {
        assertThat(decoded(AnswerSection.of(head(status)))).containsExactly(":status: " + status);
    }

    @Test
    void names_are_lower_case_and_what_was_for_a_connection_is_left_out() throws Http2Exception {
        ResponseHead head = head(
                200,
                "Content-Type",
                "text/html",
                "X-Odd_Name",
                "Ä~",
                "Connection",
                "close",
                "Upgrade",
                "h2c",
                "Gone",
                "1");
        head.remove("gone");
        head.add("Date", "now").add("X-More", "two words");

        assertThat(decoded(AnswerSection.of(head)))
                .containsExactly(
                        ":status: 200", "content-type: text/html", "x-odd_name: Ä~", "date: now", "x-more: two words");
    }

    @Test
    void a_change_to_websocket_is_a_200_without_proof() throws Http2Exception {
        ResponseHead head =
                head(101, "Upgrade", "websocket", "Sec-WebSocket-Accept", "x", "Sec-WebSocket-Protocol", "y");

        assertThat(decoded(AnswerSection.of(head))).containsExactly(":status: 200", "sec-websocket-protocol: y");
    }

    @Test
    void interim_answers_and_trailers_lose_what_frames_or_proves() throws Http2Exception {
        HeaderFields fields = HeaderFields.of("Link", "</a>", "Content-Length", "3", "Set-Cookie", "a=b");

        assertThat(decoded(AnswerSection.interim(103, fields))).containsExactly(":status: 103", "link: </a>");
        assertThat(decoded(AnswerSection.trailers(fields))).containsExactly("link: </a>");
        assertThat(AnswerSection.passing(fields)).isOne();
    }

    @Test
    void names_of_the_static_table_are_found_in_any_letter_case_and_no_other() throws Http2Exception {
        for (String name : List.of(
                "accept-ranges",
                "age",
                "cache-control",
                "content-length",
                "etag",
                "location",
                "set-cookie",
                "via",
                "strict-transport-security",
                "www-authenticate",
                "access-control-allow-origin",
                "vary")) {
            assertThat(FieldNames.index(name)).isEqualTo(FieldNames.index(name.toUpperCase(Locale.ROOT)));
            assertThat(decoded(AnswerSection.of(head(200, name.toUpperCase(Locale.ROOT), "v"))))
                    .containsExactly(":status: 200", name + ": v");
        }
        assertThat(FieldNames.index("x-via")).isZero();
        assertThat(FieldNames.index("")).isZero();
    }

    @Test
    void whatever_the_lengths_it_is_what_netty_reads() throws Http2Exception {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            String[] fields = new String[2 * (1 + random.nextInt(20))];
            List<String> expected = new ArrayList<>(List.of(":status: 200"));
            for (int i = 0; i < fields.length; i += 2) {
                fields[i] = "X".repeat(1 + random.nextInt(300));
                fields[i + 1] = "v".repeat(random.nextInt(700));
                expected.add(fields[i].toLowerCase(Locale.ROOT) + ": " + fields[i + 1]);
            }
            assertThat(decoded(AnswerSection.of(head(200, fields)))).isEqualTo(expected);
        }
    }

    @Test
    void nothing_is_kept_in_the_clients_table() throws Http2Exception {
        ByteBuf out = Unpooled.buffer();
        AnswerSection.of(head(200, "Set-Cookie", "a=b", "X-Name", "v")).encode(out);
        decoder.decodeHeaders(1, out);
        ByteBuf reference = Unpooled.buffer().writeByte(0x80 | 62); // the first place of the dynamic table

        assertThat(catchThrowable(() -> decoder.decodeHeaders(3, reference))).isInstanceOf(Http2Exception.class);
    }

    @Test
    void a_set_cookie_is_never_to_be_indexed_as_netty_says_it() throws Exception {
        ByteBuf netty = Unpooled.buffer();
        new DefaultHttp2HeadersEncoder((name, value) -> "set-cookie".contentEquals(name))
                .encodeHeaders(
                        1,
                        ReadOnlyHttp2Headers.serverHeaders(
                                false, new AsciiString("200"), new AsciiString("set-cookie"), new AsciiString("a=b")),
                        netty);
        ByteBuf ours = Unpooled.buffer();
        AnswerSection.of(head(200, "Set-Cookie", "a=b")).encode(ours);

        assertThat(ours).isEqualTo(netty);
    }
}
