package io.tollgate.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DecoratingHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import org.jspecify.annotations.Nullable;

/**
 * Writes the frames of answers with one buffer and one write for several of them, where Netty's writer takes two writes and
 * three promises for each: a field section waits for the first frame after it, or for the flush. All other frames are
 * Netty's, in their order. Confined to one event loop.
 */
final class FrameWriter extends DecoratingHttp2FrameWriter {
    private static final int HEADER = 9;
    private static final int END_STREAM = 0x1;
    private static final int END_HEADERS = 0x4;
    /** What is smaller is copied behind its frame header. */
    private static final int COPIED = 4 * 1024;
    /** Field sections that wait for a flush come to no more than this. */
    private static final int ENOUGH = 8 * 1024;

    private @Nullable ByteBuf waiting;
    private boolean isTableDropped;
    private boolean isClosed;

    FrameWriter() {
        super(new DefaultHttp2FrameWriter());
    }

    /** Writes what waits; whether there was anything. */
    boolean emit(ChannelHandlerContext ctx) {
        ByteBuf all = waiting;
        if (all == null) {
            return false;
        }
        waiting = null;
        ctx.write(all, ctx.voidPromise());
        return true;
    }

    private ByteBuf room(ByteBufAllocator alloc, int more) {
        ByteBuf all = waiting;
        if (all == null) {
            all = alloc.buffer(512 + more);
            waiting = all;
        }
        return all;
    }

    private ChannelFuture emit(ChannelHandlerContext ctx, ByteBuf all, ChannelPromise promise) {
        waiting = null;
        return ctx.write(all, promise);
    }

    private int maxFrame() {
        return configuration().frameSizePolicy().maxFrameSize();
    }

    private static void header(ByteBuf out, int length, int type, int flags, int streamId) {
        out.writeMedium(length).writeByte(type).writeByte(flags).writeInt(streamId);
    }

    @Override
    public ChannelFuture writeHeaders(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int padding,
            boolean endStream,
            ChannelPromise promise) {
        ByteBuf out = room(ctx.alloc(), 0);
        int start = out.writerIndex();
        try {
            out.writeZero(HEADER);
            if (!isTableDropped) {
                isTableDropped = true;
                out.writeByte(AnswerSection.NO_TABLE);
            }
            ((AnswerSection) headers).encode(out);
            frame(out, start, streamId, endStream ? END_STREAM : 0);
        } catch (RuntimeException e) {
            out.writerIndex(start);
            return promise.setFailure(e);
        }
        if (endStream || isClosed) {
            return emit(ctx, out, promise);
        }
        if (out.readableBytes() > ENOUGH) {
            emit(ctx);
        }
        return promise.setSuccess(); // What goes wrong with its write does so with that of the stream's end, too.
    }

    /** Puts the header before a field section that was encoded behind its place; several where it is large. */
    private void frame(ByteBuf out, int start, int streamId, int flags) {
        int length = out.writerIndex() - start - HEADER;
        int most = maxFrame();
        int end = out.writerIndex();
        if (length <= most) {
            out.writerIndex(start);
            header(out, length, Http2FrameTypes.HEADERS, flags | END_HEADERS, streamId);
            out.writerIndex(end);
            return;
        }
        byte[] section = new byte[length];
        out.getBytes(start + HEADER, section).writerIndex(start);
        for (int at = 0; at < length; at += most) {
            int piece = Math.min(most, length - at);
            boolean isLast = at + piece == length;
            int type = at == 0 ? Http2FrameTypes.HEADERS : Http2FrameTypes.CONTINUATION;
            header(out, piece, type, (at == 0 ? flags : 0) | (isLast ? END_HEADERS : 0), streamId);
            out.writeBytes(section, at, piece);
        }
    }

    @Override
    public ChannelFuture writeData(
            ChannelHandlerContext ctx,
            int streamId,
            ByteBuf data,
            int padding,
            boolean endStream,
            ChannelPromise promise) {
        if (padding > 0) {
            emit(ctx);
            return super.writeData(ctx, streamId, data, padding, endStream, promise);
        }
        int most = maxFrame();
        while (data.readableBytes() > most) {
            ByteBuf out = room(ctx.alloc(), HEADER);
            header(out, most, Http2FrameTypes.DATA, 0, streamId);
            emit(ctx);
            ctx.write(data.readRetainedSlice(most), ctx.voidPromise());
        }
        int length = data.readableBytes();
        boolean isCopied = length <= COPIED;
        ByteBuf out = room(ctx.alloc(), HEADER + (isCopied ? length : 0));
        header(out, length, Http2FrameTypes.DATA, endStream ? END_STREAM : 0, streamId);
        if (isCopied) {
            out.writeBytes(data);
            data.release();
            return emit(ctx, out, promise);
        }
        emit(ctx);
        return ctx.write(data, promise);
    }

    @Override
    public void close() {
        isClosed = true;
        ByteBuf dropped = waiting;
        if (dropped != null) {
            waiting = null;
            dropped.release();
        }
        super.close();
    }

    // Netty's, in their order

    @Override
    public ChannelFuture writeHeaders(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endStream,
            ChannelPromise promise) {
        emit(ctx);
        return super.writeHeaders(
                ctx, streamId, headers, streamDependency, weight, exclusive, padding, endStream, promise);
    }

    @Override
    public ChannelFuture writePriority(
            ChannelHandlerContext ctx,
            int streamId,
            int streamDependency,
            short weight,
            boolean exclusive,
            ChannelPromise promise) {
        emit(ctx);
        return super.writePriority(ctx, streamId, streamDependency, weight, exclusive, promise);
    }

    @Override
    public ChannelFuture writeRstStream(
            ChannelHandlerContext ctx, int streamId, long errorCode, ChannelPromise promise) {
        emit(ctx);
        return super.writeRstStream(ctx, streamId, errorCode, promise);
    }

    @Override
    public ChannelFuture writeSettings(ChannelHandlerContext ctx, Http2Settings settings, ChannelPromise promise) {
        emit(ctx);
        return super.writeSettings(ctx, settings, promise);
    }

    @Override
    public ChannelFuture writeSettingsAck(ChannelHandlerContext ctx, ChannelPromise promise) {
        emit(ctx);
        return super.writeSettingsAck(ctx, promise);
    }

    @Override
    public ChannelFuture writePing(ChannelHandlerContext ctx, boolean ack, long data, ChannelPromise promise) {
        emit(ctx);
        return super.writePing(ctx, ack, data, promise);
    }

    @Override
    public ChannelFuture writePushPromise(
            ChannelHandlerContext ctx,
            int streamId,
            int promisedStreamId,
            Http2Headers headers,
            int padding,
            ChannelPromise promise) {
        emit(ctx);
        return super.writePushPromise(ctx, streamId, promisedStreamId, headers, padding, promise);
    }

    @Override
    public ChannelFuture writeGoAway(
            ChannelHandlerContext ctx, int lastStreamId, long errorCode, ByteBuf debugData, ChannelPromise promise) {
        emit(ctx);
        return super.writeGoAway(ctx, lastStreamId, errorCode, debugData, promise);
    }

    @Override
    public ChannelFuture writeWindowUpdate(
            ChannelHandlerContext ctx, int streamId, int windowSizeIncrement, ChannelPromise promise) {
        emit(ctx);
        return super.writeWindowUpdate(ctx, streamId, windowSizeIncrement, promise);
    }

    @Override
    public ChannelFuture writeFrame(
            ChannelHandlerContext ctx,
            byte frameType,
            int streamId,
            Http2Flags flags,
            ByteBuf payload,
            ChannelPromise promise) {
        emit(ctx);
        return super.writeFrame(ctx, frameType, streamId, flags, payload, promise);
    }
}
