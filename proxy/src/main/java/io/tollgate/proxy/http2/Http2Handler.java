package io.tollgate.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.tollgate.filters.chain.Arrival;
import io.tollgate.proxy.http.Faults;
import io.tollgate.proxy.http.LoopScopes;
import io.tollgate.proxy.http.ProxyKernel;
import io.tollgate.proxy.http2.FloodGuard.Kind;
import io.tollgate.proxy.listener.Drain;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Joins a channel, Netty's codec and the {@link ClientConnection} above it. Confined to one event loop. */
final class Http2Handler extends Http2ConnectionHandler {
    private final Supplier<ProxyKernel> kernels;
    private final LoopScopes scopes;
    private final Arrival arrival;
    private final WebSocketKeys keys;
    private final FrameIntake intake;
    private final FrameWriter writer;
    private final FloodGuard guard;
    private @Nullable ClientConnection client;
    private boolean isReadOwed;

    Http2Handler(
            Supplier<ProxyKernel> kernels,
            LoopScopes scopes,
            Arrival arrival,
            WebSocketKeys keys,
            Codec codec,
            Http2Settings settings) {
        super(codec.decoder(), codec.encoder(), settings, true);
        this.kernels = kernels;
        this.scopes = scopes;
        this.arrival = arrival;
        this.keys = keys;
        this.intake = codec.intake();
        this.writer = codec.writer();
        this.guard = codec.guard();
    }

    /** Netty's codec, put together. */
    record Codec(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            FrameIntake intake,
            FrameWriter writer,
            FloodGuard guard) {}

    FloodGuard guard() {
        return guard;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        ClientConnection begun =
                new ClientConnection(kernels, arrival, scopes.of(ctx.channel().eventLoop()), keys, this, ctx);
        client = begun;
        decoder().frameListener(begun);
        super.handlerAdded(ctx);
        if (ctx.channel().isActive()) {
            ctx.read();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        ClientConnection current = client;
        if (current != null) {
            current.readBegan();
        }
        super.channelRead(ctx, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        discardSomeReadBytes();
        ClientConnection current = client;
        if (current != null) {
            current.readEnded(intake.isMidway());
        }
        // Who takes no answers says no more: what waits for a client is bounded.
        if (ctx.channel().isWritable()) {
            ctx.read();
        } else {
            isReadOwed = true;
        }
    }

    /** What waited for a frame that did not come goes out alone. */
    @Override
    public void flush(ChannelHandlerContext ctx) {
        super.flush(ctx);
        if (writer.emit(ctx)) {
            ctx.flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
        super.channelWritabilityChanged(ctx);
        ClientConnection current = client;
        if (current != null) {
            current.writabilityChanged();
        }
        if (isReadOwed && ctx.channel().isWritable()) {
            isReadOwed = false;
            ctx.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        ClientConnection current = client;
        if (event == Drain.EVENT && current != null) {
            current.drain();
        }
        super.userEventTriggered(ctx, event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        super.channelInactive(ctx);
        close();
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
        super.handlerRemoved0(ctx);
        close();
    }

    private void close() {
        ClientConnection current = client;
        client = null;
        if (current != null) {
            current.closed();
        }
    }

    /** Faults of the client that are more than one stream's, or less, than Netty takes them for; and all are counted. */
    @Override
    protected void onStreamError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, Http2Exception.StreamException error) {
        ClientConnection current = client;
        if (outbound || current == null) {
            super.onStreamError(ctx, outbound, cause, error);
            return;
        }
        switch (current.fault(error, intake.isSection(), intake.isSectionLast())) {
            case NONE -> {
                return;
            }
            case STREAM -> super.onStreamError(ctx, false, cause, error);
            case STREAM_CLOSED ->
                encoder().writeRstStream(ctx, error.streamId(), Http2Error.STREAM_CLOSED.code(), ctx.newPromise());
            case CONNECTION_CLOSED -> failed(ctx, Http2Error.STREAM_CLOSED);
            case CONNECTION -> failed(ctx, Http2Error.PROTOCOL_ERROR);
        }
        if (guard.isTooMuch(Kind.RESET)) {
            onConnectionError(ctx, false, error, FloodGuard.tooMuch());
        }
    }

    private void failed(ChannelHandlerContext ctx, Http2Error code) {
        Http2Exception error = Http2Exception.connectionError(code, "frames for a stream of the past");
        onConnectionError(ctx, false, error, error);
    }

    /** What is wrong in our own house is told to operators. */
    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        if (error == null && !(cause instanceof IOException) && ctx.channel().isActive()) {
            kernels.get().rescue().log("internal.http2", cause);
        }
        super.onConnectionError(ctx, outbound, cause, error);
    }

    /** The text of an exception is not for the wire. */
    @Override
    public ChannelFuture goAway(
            ChannelHandlerContext ctx, int lastStreamId, long errorCode, ByteBuf debugData, ChannelPromise promise) {
        debugData.release();
        return super.goAway(ctx, lastStreamId, errorCode, Unpooled.EMPTY_BUFFER, promise);
    }

    @Override
    protected void handleServerHeaderDecodeSizeError(ChannelHandlerContext ctx, Http2Stream stream) {
        // It was answered already, or has an answer under way.
    }

    /** A connection that fails is closed; what was wrong with it is nothing an operator could mend. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (cause instanceof Http2Exception || cause.getCause() instanceof Http2Exception) {
            super.exceptionCaught(ctx, cause);
        } else {
            Faults.tell("of a client over HTTP/2", cause);
            ctx.close();
        }
    }
}
