package io.tollgate.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.proxy.http.AnswerHead;
import io.tollgate.proxy.http.BadMessageException;
import io.tollgate.proxy.http.Bytes;
import io.tollgate.proxy.http.HeadLimits;
import io.tollgate.proxy.http.ReasonPhrases;
import io.tollgate.proxy.http.Trailers;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says the heads of one request in HTTP/2 (RFC 9113 section 8). What goes upstream was decided by {@link UpstreamHeaders}; here
 * it is only written otherwise. Stateless.
 */
final class Http2Heads {
    private static final AsciiString TRAILERS = AsciiString.cached("trailers");
    private static final String[] OF_ONE_HOP = {
        "connection", "transfer-encoding", "upgrade", "keep-alive", "proxy-connection", "http2-settings"
    };

    private Http2Heads() {}

    /** A request's head as {@link UpstreamHeaders} wrote it; null where it asks for a WebSocket, which is not spoken here. */
    static @Nullable Http2Headers request(ByteBuf head, String endpoint) {
        byte[] bytes = new byte[head.readableBytes()];
        head.readBytes(bytes);
        int blank = find(bytes, 0, ' ');
        int end = find(bytes, blank, '\r');
        int last = end;
        while (bytes[last] != ' ') {
            last--;
        }
        Http2Headers headers = new DefaultHttp2Headers(false)
                .method(text(bytes, 0, blank))
                .scheme("http")
                .authority(endpoint)
                .path(text(bytes, blank + 1, last));
        for (int at = end + 2; bytes[at] != '\r'; at = end + 2) {
            int colon = find(bytes, at, ':');
            end = find(bytes, colon, '\r');
            AsciiString name = text(bytes, at, colon).toLowerCase();
            if (name.contentEquals("upgrade")) {
                return null;
            }
            add(headers, name, text(bytes, Math.min(colon + 2, end), end));
        }
        return headers;
    }

    private static void add(Http2Headers headers, AsciiString name, AsciiString value) {
        if (name.contentEquals("host")) {
            headers.authority(value);
        } else if (name.contentEquals("te")) {
            if (value.contentEqualsIgnoreCase(TRAILERS)) {
                headers.add(name, TRAILERS);
            }
        } else if (!isOfOneHop(name)) {
            headers.add(name, value);
        }
    }

    private static boolean isOfOneHop(CharSequence name) {
        for (String known : OF_ONE_HOP) {
            if (known.contentEquals(name)) {
                return true;
            }
        }
        return false;
    }

    private static int find(byte[] bytes, int from, int wanted) {
        int at = from;
        while (bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    private static AsciiString text(byte[] bytes, int start, int end) {
        return new AsciiString(bytes, start, end - start, false);
    }

    /** What follows the body of a request. */
    static Http2Headers trailers(HeaderFields fields) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (int i = 0; i < fields.count(); i++) {
            if (Trailers.mayPass(fields, i)) {
                headers.add(
                        text(fields.bytes(), fields.nameStart(i), fields.nameEnd(i))
                                .toLowerCase(),
                        text(fields.bytes(), fields.valueStart(i), fields.valueEnd(i)));
            }
        }
        return headers;
    }

    /** The head of an answer, an interim one too. */
    static AnswerHead answer(Http2Headers headers) throws BadMessageException {
        CharSequence status = headers.status();
        if (status == null || status.length() != 3) {
            throw bad("status", "the answer has no status of three digits");
        }
        int number = 0;
        for (int i = 0; i < 3; i++) {
            int digit = status.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw bad("status", "the status is not a number");
            }
            number = number * 10 + digit;
        }
        if (number < 100 || number == 101) {
            throw bad("status", "a status that HTTP/2 does not know");
        }
        return new AnswerHead(number, ReasonPhrases.of(number), 1, fields(headers, 1, HeadLimits.RESPONSE.head()));
    }

    /** What follows the body of an answer. */
    static HeaderFields fields(Http2Headers headers) throws BadMessageException {
        return fields(headers, 0, HeadLimits.RESPONSE.head());
    }

    private static HeaderFields fields(Http2Headers headers, int pseudo, int most) throws BadMessageException {
        int size = 0;
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            size += field.getKey().length() + field.getValue().length();
        }
        int count = headers.size() - pseudo;
        if (size > most || count > HeadLimits.RESPONSE.fields()) {
            throw bad("head", "the head is too large");
        }
        byte[] bytes = new byte[size];
        int[] index = new int[Math.max(0, count) * HeaderFields.STRIDE];
        int at = 0;
        int slot = 0;
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            CharSequence name = field.getKey();
            if (pseudo > 0 && name.length() == 7 && name.charAt(0) == ':') {
                pseudo--; // The status, which is all that an answer may have of these.
                continue;
            }
            if (slot >= index.length) {
                throw bad("field", "a pseudo-header that no answer has");
            }
            index[slot++] = at;
            at = name(name, bytes, at);
            index[slot++] = at;
            index[slot++] = at;
            at = value(field.getValue(), bytes, at);
            index[slot++] = at;
        }
        return new HeaderFields(bytes, slot == index.length ? index : Arrays.copyOf(index, slot), slot / 4);
    }

    private static int name(CharSequence name, byte[] bytes, int start) throws BadMessageException {
        if (name.length() == 0 || isOfOneHop(name)) {
            throw bad("field", "a field that HTTP/2 does not have");
        }
        int at = start;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > 0x7f || !Bytes.isToken(c) || (c >= 'A' && c <= 'Z')) {
                throw bad("field", "a field whose name is no lower-case token");
            }
            bytes[at++] = (byte) c;
        }
        return at;
    }

    private static int value(CharSequence value, byte[] bytes, int start) throws BadMessageException {
        int from = 0;
        int to = value.length();
        while (from < to && Bytes.isBlank(value.charAt(from))) {
            from++;
        }
        while (to > from && Bytes.isBlank(value.charAt(to - 1))) {
            to--;
        }
        int at = start;
        for (int i = from; i < to; i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw bad("field", "a field value with a control character");
            }
            bytes[at++] = (byte) c;
        }
        return at;
    }

    static BadMessageException bad(String code, String message) {
        return new BadMessageException(502, "upstream.answer." + code, message);
    }
}
