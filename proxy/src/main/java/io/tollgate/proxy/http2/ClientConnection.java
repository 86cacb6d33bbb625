package io.tollgate.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.tollgate.filters.chain.Arrival;
import io.tollgate.filters.http.ClientAddress;
import io.tollgate.proxy.http.Deadlines;
import io.tollgate.proxy.http.Drainable;
import io.tollgate.proxy.http.LoopScope;
import io.tollgate.proxy.http.Peers;
import io.tollgate.proxy.http.ProxyKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection of HTTP/2: finds the {@link ClientStream} that a frame is for, and gives streams what they share.
 * Confined to one event loop.
 */
final class ClientConnection extends Http2ConnectionAdapter
        implements Http2FrameListener, Http2RemoteFlowController.Listener, Drainable {
    private final Supplier<ProxyKernel> kernels;
    private final Arrival arrival;
    private final ClientAddress peer;
    private final LoopScope scope;
    private final WebSocketKeys keys;
    private final Http2Handler handler;
    private final ChannelHandlerContext context;
    private final Http2Connection connection;
    private final Http2Connection.PropertyKey key;
    private final ConnectionEnd end;
    private final PastStreams past = new PastStreams();
    private final Runnable flushing = this::flush;
    private final List<ClientStream> dirty = new ArrayList<>(4);
    private final List<ClientStream> flushed = new ArrayList<>(4);
    private boolean isReading;
    private boolean isFlushDue;

    ClientConnection(
            Supplier<ProxyKernel> kernels,
            Arrival arrival,
            LoopScope scope,
            WebSocketKeys keys,
            Http2Handler handler,
            ChannelHandlerContext context) {
        this.kernels = kernels;
        this.arrival = arrival;
        this.peer = Peers.direct(context.channel(), arrival);
        this.scope = scope;
        this.keys = keys;
        this.handler = handler;
        this.context = context;
        this.connection = handler.connection();
        this.key = connection.newKey();
        this.end = new ConnectionEnd(handler, context, scope, kernels.get().limits());
        connection.addListener(this);
        handler.encoder().flowController().listener(this);
        scope.opened(this);
    }

    private @Nullable ClientStream of(Http2Stream stream) {
        return stream.getProperty(key);
    }

    private @Nullable ClientStream of(int id) {
        Http2Stream stream = connection.stream(id);
        return stream == null ? null : of(stream);
    }

    // What streams share

    Arrival arrival() {
        return arrival;
    }

    LoopScope scope() {
        return scope;
    }

    WebSocketKeys keys() {
        return keys;
    }

    Deadlines deadlines() {
        return scope.deadlines();
    }

    ClientAddress peer() {
        return peer;
    }

    EventLoop loop() {
        return context.channel().eventLoop();
    }

    ByteBufAllocator alloc() {
        return context.alloc();
    }

    StreamAnswer answer(Http2Stream stream, StreamAnswer.Progress progress) {
        return new StreamAnswer(context, handler.encoder(), stream, progress);
    }

    /** Whether the client has room for more on this stream. */
    boolean isWritable(Http2Stream stream) {
        return handler.encoder().flowController().isWritable(stream);
    }

    /** Whether the socket takes more. */
    boolean hasRoom() {
        return context.channel().isWritable();
    }

    /** Lets the client send so much more on a stream. */
    void giveBack(Http2Stream stream, int bytes) {
        try {
            if (handler.decoder().flowController().consumeBytes(stream, bytes)) {
                flushLater();
            }
        } catch (Http2Exception e) {
            handler.onError(context, true, e);
        }
    }

    /** Ends a stream at once. */
    void reset(Http2Stream stream, Http2Error why) {
        handler.resetStream(context, stream.id(), why.code(), context.newPromise());
        flushLater();
    }

    /** So much was given to the codec to be sent. */
    void given(int bytes) {
        handler.guard().sent(bytes);
    }

    /** Something of its body was handed on: it is told when no more is there for now. */
    void dirty(ClientStream stream) {
        dirty.add(stream);
        flushLater();
    }

    /** What was written goes out when everything that is to be done now was done. */
    void flushLater(ClientStream stream) {
        flushed.add(stream);
        flushLater();
    }

    void flushLater() {
        if (!isFlushDue && !isReading) {
            isFlushDue = true;
            loop().execute(flushing);
        }
    }

    // What the channel tells

    void readBegan() {
        isReading = true;
    }

    /** Everything that was there was read; whether a frame is begun that has to come to its end. */
    void readEnded(boolean isMidway) {
        isReading = false;
        end.midway(isMidway);
        flush();
    }

    private void flush() {
        isFlushDue = false;
        // Whoever is told may take more, and is told again.
        for (int i = 0; i < dirty.size(); i++) {
            dirty.get(i).paused();
        }
        dirty.clear();
        if (context.isRemoved()) {
            return;
        }
        handler.flush(context);
        for (int i = 0; i < flushed.size(); i++) {
            flushed.get(i).flushed();
        }
        flushed.clear();
    }

    /** The socket has room again, or has none. */
    void writabilityChanged() {
        end.writabilityChanged();
    }

    void closed() {
        scope.closed(this);
        end.close();
        dirty.clear();
        flushed.clear();
    }

    @Override
    public void drain() {
        end.drain();
    }

    @Override
    public void writabilityChanged(Http2Stream stream) {
        ClientStream known = of(stream);
        if (known != null && isWritable(stream)) {
            known.writable();
        }
    }

    @Override
    public void onStreamActive(Http2Stream stream) {
        end.busy();
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        past.add(stream.id(), stream.isResetSent());
        ClientStream known = stream.removeProperty(key);
        if (known != null) {
            known.closed();
        }
        end.streamClosed(connection.numActiveStreams());
    }

    // Frames

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean endOfStream)
            throws Http2Exception {
        Http2Stream stream = connection.stream(streamId);
        if (stream == null) {
            return;
        }
        ClientStream known = of(stream);
        if (known != null) {
            known.trailers((FieldBlock) headers);
            return;
        }
        ClientStream begun = new ClientStream(this, stream, kernels.get());
        stream.setProperty(key, begun);
        begun.begin((FieldBlock) headers, endOfStream);
    }

    /** What a fault of the client's is. */
    enum Fault {
        NONE,
        /** As the codec says. */
        STREAM,
        /** A stream error: the client had ended it. */
        STREAM_CLOSED,
        /** A connection error: the client had ended the stream, and we too. */
        CONNECTION_CLOSED,
        /** A connection error: there was no such stream. */
        CONNECTION
    }

    /**
     * Understands what the codec takes for a stream error.
     *
     * @param isSection whether a field section did it, and {@code isLast} whether that ended the stream
     */
    Fault fault(Http2Exception.StreamException error, boolean isSection, boolean isLast) {
        Http2Stream stream = connection.stream(error.streamId());
        if (stream == null && error.error() == Http2Error.STREAM_CLOSED) {
            return switch (past.of(error.streamId())) {
                case RESET -> Fault.NONE; // It was on its way when we reset the stream.
                case ENDED -> isSection ? Fault.CONNECTION_CLOSED : Fault.STREAM;
                case UNKNOWN -> isSection ? Fault.CONNECTION : Fault.STREAM;
            };
        }
        ClientStream known = stream == null ? null : of(stream);
        if (isSection && known != null && known.isEnded()) {
            return Fault.STREAM_CLOSED;
        }
        boolean isTooLarge = error instanceof Http2Exception.HeaderListSizeException;
        return isTooLarge && stream == null && isTooLargeAnswered(error.streamId(), isLast) ? Fault.NONE : Fault.STREAM;
    }

    /** Answers a request whose field section was not even kept; whether that could be done. */
    private boolean isTooLargeAnswered(int streamId, boolean isEnd) {
        try {
            if (connection.stream(streamId) != null || connection.streamMayHaveExisted(streamId)) {
                return false;
            }
            Http2Stream stream = connection.remote().createStream(streamId, isEnd);
            ClientStream begun = new ClientStream(this, stream, kernels.get());
            stream.setProperty(key, begun);
            begun.tooLarge(isEnd);
            return true;
        } catch (Http2Exception e) {
            return false;
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream)
            throws Http2Exception {
        onHeadersRead(ctx, streamId, headers, padding, endOfStream);
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
            throws Http2Exception {
        ClientStream known = of(streamId);
        return known == null ? data.readableBytes() + padding : known.data(data, padding, endOfStream);
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int windowSizeIncrement) {
        ClientStream known = of(streamId);
        if (known != null) {
            known.windowOpened();
        }
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
        end.greeted();
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) {
        end.pingAnswered(data);
    }

    // The closing of a stream says all that these would.

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {}

    @Override
    public void onPriorityRead(
            ChannelHandlerContext ctx, int streamId, int streamDependency, short weight, boolean exclusive) {}

    @Override
    public void onSettingsAckRead(ChannelHandlerContext ctx) {}

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long data) {}

    @Override
    public void onPushPromiseRead(
            ChannelHandlerContext ctx, int streamId, int promisedStreamId, Http2Headers headers, int padding) {}

    @Override
    public void onGoAwayRead(ChannelHandlerContext ctx, int lastStreamId, long errorCode, ByteBuf debugData) {}

    @Override
    public void onUnknownFrame(
            ChannelHandlerContext ctx, byte frameType, int streamId, Http2Flags flags, ByteBuf payload) {}
}
