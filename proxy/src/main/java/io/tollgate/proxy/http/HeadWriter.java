package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.tollgate.filters.http.Field;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.ResponseHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes heads and chunk frames of HTTP/1.1. Stateless. */
public final class HeadWriter {
    private static final int CRLF = '\r' << 8 | '\n';
    private static final int COLON_BLANK = ':' << 8 | ' ';

    private HeadWriter() {}

    /** A status line. */
    static void status(HeadBuffer out, int status, String phrase) {
        out.text("HTTP/1.1 ").number(status).text(" ").text(phrase).line();
    }

    /** The head of an answer, the empty line included; {@code connection} is null where nothing is to be said of it. */
    public static HeadBuffer answer(HeadBuffer out, ResponseHead head, long framing, @Nullable String connection) {
        status(out, head.status(), head.reasonPhrase());
        fields(out, head);
        if (framing == BodyFraming.CHUNKED) {
            out.field("Transfer-Encoding", "chunked");
        }
        if (connection != null) {
            out.field("Connection", connection);
        }
        return out.line();
    }

    /** The fields that are left, then those that were added; neither framing nor connection fields. */
    private static void fields(HeadBuffer out, ResponseHead head) {
        HeaderFields original = head.original();
        for (int i = 0; i < original.count(); i++) {
            if (!head.isRemoved(i)) {
                out.field(original, i);
            }
        }
        List<Field> added = head.added();
        for (int i = 0; i < added.size(); i++) {
            out.field(added.get(i).name(), added.get(i).value());
        }
    }

    /** A field as it came. */
    public static void field(ByteBuf out, HeaderFields fields, int i) {
        byte[] bytes = fields.bytes();
        int nameStart = fields.nameStart(i);
        out.writeBytes(bytes, nameStart, fields.nameEnd(i) - nameStart);
        out.writeShort(COLON_BLANK);
        int valueStart = fields.valueStart(i);
        out.writeBytes(bytes, valueStart, fields.valueEnd(i) - valueStart);
        out.writeShort(CRLF);
    }

    /** The end of a line, or of a chunk. */
    static void end(ByteBuf out) {
        out.writeShort(CRLF);
    }

    /** What stands before {@code size} bytes of data in chunked coding; {@link #end} stands after them. */
    public static void chunk(ByteBuf out, int size) {
        ByteBufUtil.writeAscii(out, Integer.toHexString(size));
        out.writeShort(CRLF);
    }

    /** The last chunk with its trailers. */
    public static void lastChunk(ByteBuf out, HeaderFields trailers) {
        out.writeByte('0');
        out.writeShort(CRLF);
        for (int i = 0; i < trailers.count(); i++) {
            if (Trailers.mayPass(trailers, i)) {
                field(out, trailers, i);
            }
        }
        out.writeShort(CRLF);
    }
}
