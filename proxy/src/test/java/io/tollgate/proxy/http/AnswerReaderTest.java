package io.tollgate.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.tollgate.filters.http.HeaderFields;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("StringConcatToTextBlock") // What is on the wire ends its lines in CRLF.
final class AnswerReaderTest {
    private final AnswerReader reader = new AnswerReader();
    private AnswerHead head = new AnswerHead(0, "", 0, HeaderFields.EMPTY);
    private ByteBuf rest = Unpooled.EMPTY_BUFFER;

    /** Reads an answer fed byte by byte; gives its body. */
    private String body(String bytes, boolean isHead) throws BadMessageException {
        reader.begin(isHead);
        StringBuilder body = new StringBuilder();
        ByteBuf in = Unpooled.buffer();
        for (byte b : bytes.getBytes(StandardCharsets.ISO_8859_1)) {
            in.writeByte(b);
            if (reader.needsHead()) {
                AnswerHead read = reader.head(in);
                head = read == null ? head : read;
            } else {
                ByteBuf piece = reader.body(in, UnpooledByteBufAllocator.DEFAULT);
                if (piece != null) {
                    body.append(piece.toString(StandardCharsets.ISO_8859_1));
                    piece.release();
                }
            }
        }
        rest = in;
        return body.toString();
    }

    @Test
    void what_old_applications_send_is_read() throws BadMessageException {
        assertThat(body(
                        "HTTP/1.0 200\nX-A:b\nX-B :  c \n d\r\n\te\nno field\nX-\u00e9: y\nX-C: \u00e9\n\nhello",
                        false))
                .isEqualTo("hello");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.reasonPhrase()).isEmpty();
        assertThat(head.fields().count()).isEqualTo(3);
        assertThat(head.fields().first("x-b")).matches("c\\s+d\\s+e");
        assertThat(head.fields().first("x-c")).isEqualTo("\u00e9");
        assertThat(reader.isPersistent()).isFalse();
        assertThat(reader.isComplete()).isFalse();
    }

    @Test
    void lengths_chunks_and_trailers_end_a_body() throws BadMessageException {
        assertThat(body("HTTP/1.1 200 Fine \u00e9\r\nContent-Length: 5\r\n\r\nhelloX", false))
                .isEqualTo("hello");
        assertThat(head.reasonPhrase()).isEqualTo("Fine \u00e9");
        assertThat(reader.isComplete() && reader.isPersistent()).isTrue();
        assertThat(rest.readableBytes()).isEqualTo(1);
        assertThat(body(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n5 \nhello\n1;a=\"b\"\r\n!\r\n0\r\nX: y\n\r\n",
                        false))
                .isEqualTo("hello!");
        assertThat(reader.isComplete()).isTrue();
        assertThat(reader.trailers().first("x")).isEqualTo("y");
    }

    @Test
    void answers_without_a_body_have_none_whatever_they_say() throws BadMessageException {
        for (String status : new String[] {"204 No Content", "304 Not Modified"}) {
            body("HTTP/1.1 " + status + "\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", false);
            assertThat(reader.isComplete()).isTrue();
        }
        body("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", true);
        assertThat(reader.isComplete()).isTrue();
    }

    @Test
    void a_connection_on_which_an_unasked_body_may_come_is_not_used_again() throws BadMessageException {
        String ok = "HTTP/1.1 200 OK\r\n";
        String[] ofHead = {ok, ok + "Content-Length: 5\r\n", ok + "Transfer-Encoding: chunked\r\n"};
        for (String head : ofHead) {
            body(head + "\r\n", true);
            assertThat(reader.isComplete()).isTrue();
            assertThat(reader.isPersistent()).as(head).isFalse();
        }
        for (String status : new String[] {"204 No Content", "304 Not Modified"}) {
            body("HTTP/1.1 " + status + "\r\nContent-Length: 5\r\n\r\n", false);
            assertThat(reader.isPersistent()).isFalse();
            body("HTTP/1.1 " + status + "\r\n\r\n", false);
            assertThat(reader.isPersistent()).isTrue();
        }
        body(ok + "Content-Length: 0\r\n\r\n", true);
        assertThat(reader.isPersistent()).isTrue();
        body("HTTP/1.1 304 Not Modified\r\n\r\n", true);
        assertThat(reader.isPersistent()).isTrue();
    }

    @Test
    void an_interim_answer_is_followed_by_the_final_one() throws BadMessageException {
        assertThat(body("HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", false))
                .isEqualTo("a");
        assertThatThrownBy(() -> body("HTTP/1.1 102 P\r\n\r\n".repeat(17), false))
                .isInstanceOf(BadMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent_Length: 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\n Content-Length: 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "ICY 200 OK\r\n\r\n",
                "\r\nHTTP/1.1 200 OK\r\n\r\n",
                "hello\n",
            })
    void an_answer_that_can_be_read_in_two_ways_is_refused(String answer) {
        assertThatThrownBy(() -> body(answer + "\n\n", false))
                .isInstanceOfSatisfying(
                        BadMessageException.class, e -> assertThat(e.status()).isEqualTo(502));
    }

    @Test
    void a_head_beyond_64_KB_is_refused() {
        assertThatThrownBy(() -> body("HTTP/1.1 200 OK\r\nX: " + "a".repeat(66_000), false))
                .isInstanceOf(BadMessageException.class);
    }
}
