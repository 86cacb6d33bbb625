package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundInvoker;
import io.tollgate.filters.http.HeaderFields;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages of HTTP/1.1, one after the other: a length stays a length, chunks are framed anew. A head waits for the
 * first of its body, so that a small message is one write. Confined to one event loop.
 */
public final class MessageWriter {
    /** Up to this many bytes of a body are copied behind the head or between chunk frames. */
    public static final int COPIED = 16 * 1024;

    private static final ByteBuf CRLF = Unpooled.unreleasableBuffer(
                    Unpooled.directBuffer(2).writeByte('\r').writeByte('\n'))
            .asReadOnly();

    private final ChannelOutboundInvoker to;
    private final ByteBufAllocator alloc;
    private @Nullable ByteBuf waiting;
    private boolean isChunked;
    private boolean isBodyless;
    private boolean isDirty;

    /** Writes to a channel, or to what stands before a handler in it. */
    public MessageWriter(ChannelOutboundInvoker to, ByteBufAllocator alloc) {
        this.to = to;
        this.alloc = alloc;
    }

    /**
     * Begins a message, whose head says its length where it is known.
     *
     * @param head the head's bytes, whose reference is taken over
     * @param framing as the head says it; {@link BodyFraming#NONE} for no body, whatever comes
     */
    public void begin(ByteBuf head, long framing) {
        waiting = head;
        isChunked = framing == BodyFraming.CHUNKED;
        isBodyless = framing == BodyFraming.NONE;
    }

    /** A piece of the body; its reference is taken over. */
    public void body(ByteBuf piece) {
        int size = piece.readableBytes();
        if (size == 0 || isBodyless) {
            piece.release();
            return;
        }
        ByteBuf head = waiting;
        if (size <= COPIED && (head != null || isChunked)) {
            ByteBuf out = head != null ? head : alloc.buffer(size + 32);
            append(out, piece, size);
            write(out);
            return;
        }
        if (isChunked) {
            ByteBuf out = head != null ? head : alloc.buffer(16);
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

    /** Completes the message; not flushed. */
    public void end(HeaderFields trailers) {
        ByteBuf head = waiting;
        if (isChunked) {
            ByteBuf out = head != null ? head : alloc.buffer(64);
            HeadWriter.lastChunk(out, trailers);
            write(out);
            isChunked = false;
        } else if (head != null) {
            write(head);
        }
        isBodyless = false;
    }

    /** Lets nothing wait for more. */
    public void flush() {
        ByteBuf head = waiting;
        if (head != null) {
            write(head);
        }
        if (isDirty) {
            isDirty = false;
            to.flush();
        }
    }

    /** Drops what was not written. */
    public void close() {
        ByteBuf head = waiting;
        if (head != null) {
            waiting = null;
            head.release();
        }
    }

    private void write(ByteBuf out) {
        waiting = null;
        isDirty = true;
        to.write(out, to.voidPromise());
    }
}
