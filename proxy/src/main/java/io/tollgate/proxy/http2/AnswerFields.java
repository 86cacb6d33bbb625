package io.tollgate.proxy.http2;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import io.tollgate.filters.http.Field;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.ResponseHead;
import io.tollgate.proxy.http.Bytes;
import io.tollgate.proxy.http.Trailers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Turns heads of answers into field sections of HTTP/2: names in lower case, nothing that was for a connection (RFC 9113
 * section 8.2). Stateless.
 */
final class AnswerFields {
    private static final String[] CONNECTION_SPECIFIC = {
        "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "te"
    };

    private AnswerFields() {}

    /** An answer's section; a change to WebSocket becomes what RFC 8441 section 5 says. */
    static Http2Headers of(ResponseHead head) {
        boolean isTunnel = head.status() == 101;
        HeaderFields original = head.original();
        List<Field> added = head.added();
        AsciiString[] pairs = new AsciiString[(original.count() + added.size()) * 2];
        int at = 0;
        for (int i = 0; i < original.count(); i++) {
            boolean isProof = isTunnel && original.isNamed(i, "sec-websocket-accept");
            if (!head.isRemoved(i) && !isProof && !isConnectionSpecific(original, i)) {
                pairs[at++] = name(original, i);
                pairs[at++] = value(original, i);
            }
        }
        for (int i = 0; i < added.size(); i++) {
            pairs[at++] = new AsciiString(added.get(i).name().toLowerCase(Locale.ROOT));
            pairs[at++] = new AsciiString(added.get(i).value());
        }
        return section(isTunnel ? 200 : head.status(), pairs, at);
    }

    /** The section of an interim answer: nothing of it frames, ends or proves anything. */
    static Http2Headers interim(int status, HeaderFields fields) {
        AsciiString[] pairs = new AsciiString[fields.count() * 2];
        return section(status, pairs, passing(fields, pairs));
    }

    /** How many fields of these may come after a body. */
    static int trailers(HeaderFields fields) {
        int count = 0;
        for (int i = 0; i < fields.count(); i++) {
            count += Trailers.mayPass(fields, i) ? 1 : 0;
        }
        return count;
    }

    /** The section after a body. */
    static Http2Headers trailerSection(HeaderFields fields) {
        AsciiString[] pairs = new AsciiString[fields.count() * 2];
        return ReadOnlyHttp2Headers.trailers(false, cut(pairs, passing(fields, pairs)));
    }

    private static int passing(HeaderFields fields, AsciiString[] pairs) {
        int at = 0;
        for (int i = 0; i < fields.count(); i++) {
            if (Trailers.mayPass(fields, i)) {
                pairs[at++] = name(fields, i);
                pairs[at++] = value(fields, i);
            }
        }
        return at;
    }

    private static Http2Headers section(int status, AsciiString[] pairs, int length) {
        return ReadOnlyHttp2Headers.serverHeaders(
                false, HttpResponseStatus.valueOf(status).codeAsText(), cut(pairs, length));
    }

    private static AsciiString[] cut(AsciiString[] pairs, int length) {
        return length == pairs.length ? pairs : Arrays.copyOf(pairs, length);
    }

    private static boolean isConnectionSpecific(HeaderFields fields, int i) {
        for (String name : CONNECTION_SPECIFIC) {
            if (fields.isNamed(i, name)) {
                return true;
            }
        }
        return false;
    }

    private static AsciiString name(HeaderFields fields, int i) {
        int start = fields.nameStart(i);
        byte[] name = new byte[fields.nameEnd(i) - start];
        for (int at = 0; at < name.length; at++) {
            name[at] = (byte) Bytes.lower(fields.bytes()[start + at]);
        }
        return new AsciiString(name, false);
    }

    /** A copy: HPACK's table keeps it, and would keep the whole head otherwise. */
    private static AsciiString value(HeaderFields fields, int i) {
        int start = fields.valueStart(i);
        return new AsciiString(fields.bytes(), start, fields.valueEnd(i) - start, true);
    }
}
