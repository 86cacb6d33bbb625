package io.tollgate.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.proxy.http.HeadWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes one request as bytes of HTTP/1.1: a length stays a length, chunks are framed anew. The head waits for the first of
 * the body, so that a small request is one write. Confined to one event loop.
 */
final class RequestWriter {
    /** Up to this many bytes of a body are copied behind the head or between chunk frames. */
    private static final int COPIED = 16 * 1024;

    private final Channel connection;
    private final boolean isChunked;
    private @Nullable ByteBuf waiting;
    private boolean isDirty;

    RequestWriter(Channel connection, ByteBuf head, boolean isChunked) {
        this.connection = connection;
        this.waiting = head;
        this.isChunked = isChunked;
    }

    /** A piece of the body; its reference is taken over. */
    void body(ByteBuf piece) {
        int size = piece.readableBytes();
        if (size == 0) {
            piece.release();
            return;
        }
        ByteBuf head = waiting;
        if (size <= COPIED && (head != null || isChunked)) {
            ByteBuf out = head != null ? head : connection.alloc().buffer(size + 32);
            if (isChunked) {
                HeadWriter.chunk(out, size);
            }
            out.writeBytes(piece);
            piece.release();
            if (isChunked) {
                HeadWriter.end(out);
            }
            write(out);
            return;
        }
        if (isChunked) {
            ByteBuf out = head != null ? head : connection.alloc().buffer(16);
            HeadWriter.chunk(out, size);
            write(out);
            write(piece);
            ByteBuf end = connection.alloc().buffer(2);
            HeadWriter.end(end);
            write(end);
            return;
        }
        if (head != null) {
            write(head);
        }
        write(piece);
    }

    /** The body is complete: all is flushed. */
    void end(HeaderFields trailers) {
        if (isChunked) {
            ByteBuf head = waiting;
            ByteBuf out = head != null ? head : connection.alloc().buffer(64);
            HeadWriter.lastChunk(out, trailers);
            write(out);
        }
        flush();
    }

    void flush() {
        ByteBuf head = waiting;
        if (head != null) {
            write(head);
        }
        if (isDirty) {
            isDirty = false;
            connection.flush();
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
        connection.write(out, connection.voidPromise());
    }
}
