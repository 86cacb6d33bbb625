package io.tollgate.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.tollgate.filters.http.Field;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.ResponseHead;
import io.tollgate.proxy.http.Bytes;
import io.tollgate.proxy.http.Trailers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field section of an answer: names in lower case, nothing that was for a connection (RFC 9113 section 8.2). Written from the
 * bytes that came, when it goes out. Confined to one event loop.
 *
 * <p>Of HPACK (RFC 7541) it uses the static table alone: a table that is kept up to date for each connection costs more than
 * the bytes that it spares, and what is secret about an answer can't be guessed at by its effect on sizes. To Netty's codec it
 * looks empty.
 */
final class AnswerSection extends OpaqueSection {
    /** Says that the table of what was sent before has room for nothing (RFC 7541 section 6.3). */
    static final int NO_TABLE = 0x20;

    private static final int INDEXED = 0x80;
    private static final int NEVER_INDEXED = 0x10;
    private static final int STATUS = 8;
    private static final int SET_COOKIE = 55;
    private static final int[] STATUSES = {200, 204, 206, 304, 400, 404, 500};
    private static final String[] CONNECTION_SPECIFIC = {
        "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "te"
    };

    private final int status;
    private final HeaderFields fields;
    private final @Nullable ResponseHead head;

    private AnswerSection(int status, HeaderFields fields, @Nullable ResponseHead head) {
        this.status = status;
        this.fields = fields;
        this.head = head;
    }

    /** An answer's section; a change to WebSocket becomes what RFC 8441 section 5 says. */
    static AnswerSection of(ResponseHead head) {
        return new AnswerSection(head.status() == 101 ? 200 : head.status(), head.original(), head);
    }

    /** The section of an interim answer: nothing of it frames, ends or proves anything. */
    static AnswerSection interim(int status, HeaderFields fields) {
        return new AnswerSection(status, fields, null);
    }

    /** The section after a body. */
    static AnswerSection trailers(HeaderFields fields) {
        return new AnswerSection(0, fields, null);
    }

    /** How many fields of these may come after a body. */
    static int passing(HeaderFields fields) {
        int count = 0;
        for (int i = 0; i < fields.count(); i++) {
            count += Trailers.mayPass(fields, i) ? 1 : 0;
        }
        return count;
    }

    /** Writes it in HPACK's coding. */
    void encode(ByteBuf out) {
        if (status > 0) {
            status(out);
        }
        ResponseHead answer = head;
        for (int i = 0; i < fields.count(); i++) {
            boolean isPassing = answer == null ? Trailers.mayPass(fields, i) : isPassing(answer, i);
            if (isPassing) {
                field(out, i);
            }
        }
        if (answer != null) {
            List<Field> added = answer.added();
            for (int i = 0; i < added.size(); i++) {
                field(out, added.get(i));
            }
        }
    }

    private boolean isPassing(ResponseHead answer, int i) {
        boolean isProof = answer.status() == 101 && fields.isNamed(i, "sec-websocket-accept");
        return !answer.isRemoved(i) && !isProof && !isConnectionSpecific(i);
    }

    private boolean isConnectionSpecific(int i) {
        for (String name : CONNECTION_SPECIFIC) {
            if (fields.isNamed(i, name)) {
                return true;
            }
        }
        return false;
    }

    private void status(ByteBuf out) {
        for (int i = 0; i < STATUSES.length; i++) {
            if (STATUSES[i] == status) {
                out.writeByte(INDEXED | (STATUS + i));
                return;
            }
        }
        out.writeByte(STATUS);
        out.writeByte(3);
        ByteBufUtil.writeAscii(out, Integer.toString(status));
    }

    private void field(ByteBuf out, int i) {
        byte[] bytes = fields.bytes();
        int start = fields.nameStart(i);
        int end = fields.nameEnd(i);
        int index = FieldNames.index(bytes, start, end);
        name(out, index);
        if (index == 0) {
            number(out, 0, 7, end - start);
            for (int at = start; at < end; at++) {
                out.writeByte(Bytes.lower(bytes[at]));
            }
        }
        int length = fields.valueEnd(i) - fields.valueStart(i);
        number(out, 0, 7, length);
        out.writeBytes(bytes, fields.valueStart(i), length);
    }

    private static void field(ByteBuf out, Field field) {
        String name = field.name();
        int index = FieldNames.index(name);
        name(out, index);
        if (index == 0) {
            number(out, 0, 7, name.length());
            for (int at = 0; at < name.length(); at++) {
                out.writeByte(Bytes.lower(name.charAt(at)));
            }
        }
        String value = field.value();
        number(out, 0, 7, value.length());
        for (int at = 0; at < value.length(); at++) {
            out.writeByte(value.charAt(at));
        }
    }

    /** Literal, without a place in a table; a cookie's that nobody on the way may give one either (section 7.1.3). */
    private static void name(ByteBuf out, int index) {
        number(out, index == SET_COOKIE ? NEVER_INDEXED : 0, 4, index);
    }

    /** RFC 7541 section 5.1. */
    private static void number(ByteBuf out, int flags, int bits, int value) {
        int most = (1 << bits) - 1;
        if (value < most) {
            out.writeByte(flags | value);
            return;
        }
        out.writeByte(flags | most);
        int rest = value - most;
        while (rest >= 0x80) {
            out.writeByte((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }

    /** All that Netty wants to know. */
    @Override
    public @Nullable CharSequence status() {
        return status == 0 ? null : HttpResponseStatus.valueOf(status).codeAsText();
    }
}
