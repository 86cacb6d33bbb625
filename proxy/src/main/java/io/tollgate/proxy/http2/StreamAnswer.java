package io.tollgate.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * Writes one answer as frames. The head waits for the first of the body and that for the next, so that a small answer is
 * one write whose last frame ends the stream. Confined to one event loop.
 */
final class StreamAnswer implements ChannelFutureListener {
    private final ChannelHandlerContext context;
    private final Http2ConnectionEncoder encoder;
    private final Http2Stream stream;
    private final Progress progress;
    private @Nullable Http2Headers head;
    private @Nullable ByteBuf piece;
    private boolean isBodyless;
    private boolean isEnded;
    private boolean isClosed;
    private int underWay;

    /** Who is told how it goes. */
    interface Progress {
        /** So many bytes of the body were given to the codec. */
        void given(int bytes);

        /** A frame went out. */
        void wrote();

        /** The last frame went out. */
        void completed();
    }

    StreamAnswer(ChannelHandlerContext context, Http2ConnectionEncoder encoder, Http2Stream stream, Progress progress) {
        this.context = context;
        this.encoder = encoder;
        this.stream = stream;
        this.progress = progress;
    }

    void interim(int status, HeaderFields fields) {
        if (!isClosed && head == null) {
            encoder.writeHeaders(
                    context, stream.id(), AnswerSection.interim(status, fields), 0, false, context.newPromise());
        }
    }

    /** Begins it; {@code hasNoBody} for an answer to HEAD, 204 and 304, whatever comes. */
    void head(ResponseHead answer, boolean hasNoBody) {
        isBodyless = hasNoBody;
        head = AnswerSection.of(answer);
    }

    /** A piece of the body, whose reference is taken over. */
    void body(ByteBuf next) {
        if (isBodyless || isClosed || !next.isReadable()) {
            next.release();
            return;
        }
        writeWaiting();
        piece = next;
    }

    /** Completes it. */
    void end(HeaderFields trailers) {
        if (isClosed) {
            return;
        }
        isEnded = true;
        boolean hasTrailers = trailers.count() > 0 && AnswerSection.passing(trailers) > 0;
        Http2Headers first = head;
        if (first != null && piece == null && !hasTrailers) {
            head = null;
            writeFields(first, true);
            return;
        }
        if (hasTrailers) {
            writeWaiting();
            writeFields(AnswerSection.trailers(trailers), true);
            return;
        }
        writeHead();
        ByteBuf last = piece;
        piece = null;
        writeData(last == null ? Unpooled.EMPTY_BUFFER : last, true);
    }

    /** Lets nothing wait for more. */
    void flush() {
        if (!isClosed) {
            writeWaiting();
        }
    }

    /** Whether something was given to the codec that has not gone out. */
    boolean isUnderWay() {
        return underWay > 0;
    }

    /** Drops what was not written. */
    void close() {
        isClosed = true;
        head = null;
        ByteBuf dropped = piece;
        piece = null;
        if (dropped != null) {
            dropped.release();
        }
    }

    private void writeWaiting() {
        writeHead();
        ByteBuf waiting = piece;
        if (waiting != null) {
            piece = null;
            writeData(waiting, false);
        }
    }

    private void writeHead() {
        Http2Headers waiting = head;
        if (waiting != null) {
            head = null;
            writeFields(waiting, false);
        }
    }

    private void writeFields(Http2Headers fields, boolean isLast) {
        ChannelPromise promise = context.newPromise();
        if (isLast) {
            underWay++;
            promise.addListener(this);
        }
        encoder.writeHeaders(context, stream.id(), fields, 0, isLast, promise);
    }

    private void writeData(ByteBuf data, boolean isLast) {
        underWay++;
        progress.given(data.readableBytes());
        encoder.writeData(
                context, stream.id(), data, 0, isLast, context.newPromise().addListener(this));
    }

    @Override
    public void operationComplete(ChannelFuture written) {
        underWay--;
        if (written.isSuccess()) {
            progress.wrote();
            if (isEnded && underWay == 0) {
                progress.completed();
            }
        }
    }
}
