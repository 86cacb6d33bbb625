package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * Writes one answer after the other as bytes of HTTP/1.1. A head waits for the first of its body, so that a small answer is
 * one write. Confined to one event loop.
 */
final class AnswerWriter {
    /** Up to this many bytes of a body are copied behind the head or between chunk frames. */
    private static final int COPIED = 16 * 1024;

    private static final ByteBuf CRLF = Unpooled.unreleasableBuffer(
                    Unpooled.directBuffer(2).writeByte('\r').writeByte('\n'))
            .asReadOnly();

    private final ChannelHandlerContext context;
    private @Nullable ByteBuf waiting;
    private boolean isChunked;
    private boolean isDirty;
    private boolean isBodyless;

    AnswerWriter(ChannelHandlerContext context) {
        this.context = context;
    }

    /** An interim answer, flushed: nothing of it frames, ends or proves anything, as nothing behind a body does. */
    void interim(int status, HeaderFields fields) {
        ByteBuf out = context.alloc().buffer(256);
        HeadWriter.status(out, status, ReasonPhrases.of(status));
        for (int i = 0; i < fields.count(); i++) {
            if (Trailers.mayPass(fields, i)) {
                HeadWriter.field(out, fields, i);
            }
        }
        HeadWriter.end(out);
        context.writeAndFlush(out, context.voidPromise());
    }

    /**
     * Begins an answer, whose head says its length where it is known.
     *
     * @param framing as it is written: a length, chunked, or until the connection closes; none for no body
     * @param connection the value of the Connection field; null for none
     */
    void head(ResponseHead head, long framing, @Nullable String connection) {
        HeaderFields original = head.original();
        ByteBuf out =
                context.alloc().buffer(original.bytes().length + 512 + (int) Math.min(Math.max(0, framing), COPIED));
        HeadWriter.status(out, head.status(), head.reasonPhrase());
        HeadWriter.fields(out, head);
        if (framing == BodyFraming.CHUNKED) {
            HeadWriter.field(out, "Transfer-Encoding", "chunked");
        }
        if (connection != null) {
            HeadWriter.field(out, "Connection", connection);
        }
        HeadWriter.end(out);
        isChunked = framing == BodyFraming.CHUNKED;
        isBodyless = framing == BodyFraming.NONE;
        waiting = out;
    }

    /** A piece of the body; its reference is taken over. */
    void body(ByteBuf piece) {
        int size = piece.readableBytes();
        if (size == 0 || isBodyless) {
            piece.release();
            return;
        }
        ByteBuf head = waiting;
        if (size <= COPIED && (head != null || isChunked)) {
            ByteBuf out = head != null ? head : context.alloc().buffer(size + 32);
            append(out, piece, size);
            write(out);
            return;
        }
        if (isChunked) {
            ByteBuf out = head != null ? head : context.alloc().buffer(16);
            HeadWriter.chunk(out, size);
            write(out);
            write(piece);
            write(CRLF.duplicate());
            return;
        }
        if (head != null) {
            write(head);
        }
        write(piece);
    }

    private void append(ByteBuf out, ByteBuf piece, int size) {
        if (isChunked) {
            HeadWriter.chunk(out, size);
        }
        out.writeBytes(piece);
        piece.release();
        if (isChunked) {
            HeadWriter.end(out);
        }
    }

    /** Completes the answer; not flushed. */
    void end(HeaderFields trailers) {
        ByteBuf head = waiting;
        if (isChunked) {
            ByteBuf out = head != null ? head : context.alloc().buffer(64);
            HeadWriter.lastChunk(out, trailers);
            write(out);
            isChunked = false;
        } else if (head != null) {
            write(head);
        }
        isBodyless = false;
    }

    void flush() {
        ByteBuf head = waiting;
        if (head != null) {
            write(head);
        }
        if (isDirty) {
            isDirty = false;
            context.flush();
        }
    }

    /** Drops what was not written. */
    void close() {
        ByteBuf head = waiting;
        if (head != null) {
            waiting = null;
            head.release();
        }
    }

    private void write(ByteBuf out) {
        waiting = null;
        isDirty = true;
        context.write(out, context.voidPromise());
    }
}
