package io.tollgate.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.collection.IntObjectHashMap;
import io.tollgate.proxy.http.Deadlines.Deadline;
import io.tollgate.proxy.http.UpstreamException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection of HTTP/2 to an application, shared by the requests of one event loop. What it receives is credited only as it is
 * taken, for each stream by itself. Confined to that loop.
 */
final class Http2Link extends Http2ConnectionHandler {
    /** Requests under way at once, where the application allows more. */
    private static final int MOST_STREAMS = 100;

    /** What may come of one answer before it is taken. */
    private static final int STREAM_WINDOW = 128 * 1024;

    /** Room for every stream's window, so that answers nobody takes never stop the others. */
    private static final int CONNECTION_WINDOW = MOST_STREAMS * STREAM_WINDOW;

    private static final int MOST_HEAD_BYTES = 64 * 1024;
    private static final long IDLE_NANOS = 60_000_000_000L;

    private final Http2Wire wire;
    private final UpstreamPool pool;
    private final InetSocketAddress address;
    private final Deadline deadline;
    private final IntObjectHashMap<StreamConnection> streams = new IntObjectHashMap<>();
    private final List<StreamConnection> touched = new ArrayList<>();
    private @Nullable ChannelHandlerContext context;
    private @Nullable String failure;
    private int most = MOST_STREAMS;
    private int taken;
    private long heardAt;
    private boolean isReady;
    private boolean isRetired;
    private boolean isClosed;

    private Http2Link(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings, Builder from) {
        super(decoder, encoder, settings);
        this.wire = from.wire;
        this.pool = from.pool;
        this.address = from.address;
        this.deadline = pool.deadlines().open(this::passed);
        decoder.frameListener(new Frames());
        connection().remote().flowController().listener(this::writabilityChanged);
    }

    private static final class Builder extends AbstractHttp2ConnectionHandlerBuilder<Http2Link, Builder> {
        private final Http2Wire wire;
        private final UpstreamPool pool;
        private final InetSocketAddress address;

        Builder(Http2Wire wire, UpstreamPool pool, InetSocketAddress address) {
            this.wire = wire;
            this.pool = pool;
            this.address = address;
            server(false);
            initialSettings(Http2Settings.defaultSettings()
                    .pushEnabled(false)
                    .maxConcurrentStreams(0)
                    .initialWindowSize(STREAM_WINDOW)
                    .maxHeaderListSize(MOST_HEAD_BYTES));
            // Secrets are not kept in a table that requests of others are packed with (RFC 7541 section 7.1.3).
            headerSensitivityDetector(
                    (name, value) -> "cookie".contentEquals(name) || "authorization".contentEquals(name));
        }

        @Override
        public Http2Link build() {
            return super.build();
        }

        @Override
        protected Http2Link build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            return new Http2Link(decoder, encoder, settings, this);
        }
    }

    static Http2Link make(Http2Wire wire, UpstreamPool pool, InetSocketAddress address) {
        return new Builder(wire, pool, address).build();
    }

    InetSocketAddress address() {
        return address;
    }

    UpstreamPool pool() {
        return pool;
    }

    /** Whether another request may begin. */
    boolean hasRoom() {
        return isReady && !isRetired && !isClosed && taken < most;
    }

    StreamConnection newStream() {
        taken++;
        deadline.clear();
        return new StreamConnection(this);
    }

    /** No new request from now on; closed when the last one is over. */
    void retire() {
        isRetired = true;
        closeIfUnused();
    }

    private void closeIfUnused() {
        if (taken > 0 || isClosed) {
            return;
        }
        if (isRetired) {
            context().close();
        } else {
            deadline.in(IDLE_NANOS);
        }
    }

    ChannelHandlerContext context() {
        ChannelHandlerContext known = context;
        if (known == null) {
            throw new IllegalStateException("not connected");
        }
        return known;
    }

    // What streams ask for

    /** The number of the next stream, or -1 where there are no more. */
    int nextId() {
        int id = connection().local().incrementAndGetNextStreamId();
        isRetired |= id < 0;
        return id;
    }

    void begin(int id, StreamConnection stream, Http2Headers headers, boolean isEnd) {
        streams.put(id, stream);
        ChannelPromise written = context().newPromise();
        written.addListener(done -> {
            if (!done.isSuccess()) {
                stream.notBegun();
            }
        });
        encoder().writeHeaders(context(), id, headers, 0, isEnd, written);
    }

    void data(int id, ByteBuf piece, boolean isEnd) {
        encoder().writeData(context(), id, piece, 0, isEnd, context().newPromise());
    }

    void trailers(int id, Http2Headers headers) {
        encoder().writeHeaders(context(), id, headers, 0, true, context().newPromise());
    }

    void flushed() {
        if (!isClosed) {
            flush(context());
        }
    }

    boolean isWritable(int id) {
        Http2Stream stream = connection().stream(id);
        return stream != null && connection().remote().flowController().isWritable(stream);
    }

    /** Bytes of an answer were taken: as many more may come. */
    void credit(int id, int bytes) {
        Http2Stream stream = connection().stream(id);
        if (stream == null || isClosed) {
            return;
        }
        try {
            if (connection().local().flowController().consumeBytes(stream, bytes)) {
                flush(context());
            }
        } catch (Http2Exception e) {
            onError(context(), false, e);
        }
    }

    /** The application is told that nobody wants it any more. */
    void cancel(int id) {
        if (!isClosed && connection().stream(id) != null) {
            resetStream(context(), id, Http2Error.CANCEL.code(), context().newPromise());
            flush(context());
        }
    }

    /** A stream is over: there is room for another. */
    void left(int id) {
        if (id > 0) {
            streams.remove(id);
        }
        taken--;
        closeIfUnused();
    }

    /** When anything was last received. */
    long heardAt() {
        return heardAt;
    }

    // What happens

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        super.handlerAdded(ctx);
    }

    /** Also where no connection was made in the end. */
    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
        deadline.close();
        super.handlerRemoved0(ctx);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        deadline.in(pool.limits().connect().toNanos());
        ctx.channel().config().setAutoClose(true);
        ctx.channel().config().setAutoRead(true); // Windows bound what comes.
        super.channelActive(ctx);
        connection().local().flowController().incrementWindowSize(connection().connectionStream(), CONNECTION_WINDOW);
        flush(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        heardAt = pool.deadlines().now();
        super.channelRead(ctx, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        super.channelReadComplete(ctx);
        if (!touched.isEmpty()) {
            List<StreamConnection> all = List.copyOf(touched);
            touched.clear();
            all.forEach(StreamConnection::paused);
        }
    }

    private void writabilityChanged(Http2Stream stream) {
        StreamConnection waiting = streams.get(stream.id());
        if (waiting != null && connection().remote().flowController().isWritable(stream)) {
            waiting.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        boolean wasOpen = !isClosed;
        isClosed = true;
        deadline.close();
        List<StreamConnection> all = List.copyOf(streams.values());
        super.channelInactive(ctx);
        if (!wasOpen) {
            return;
        }
        wire.closed(this);
        if (!isReady) {
            wire.failed(this, notSpoken("it closed the connection before it spoke HTTP/2"));
        }
        String cause = failure;
        all.forEach(stream -> stream.lost(cause));
    }

    private UpstreamException notSpoken(String what) {
        return new UpstreamException(
                502,
                "upstream.h2c",
                pool.authority() + ": " + what + "; write http:// for this endpoint if it speaks HTTP/1.1");
    }

    private void passed() {
        if (!isReady) {
            wire.failed(this, notSpoken("it did not speak HTTP/2 in time"));
        }
        isRetired = true;
        context().close();
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext ctx, boolean isOutbound, Throwable cause, Http2Exception.StreamException error) {
        StreamConnection stream = streams.get(error.streamId());
        super.onStreamError(ctx, isOutbound, cause, error);
        if (stream != null) {
            stream.malformed("HTTP/2 " + error.error() + " in its answer");
        }
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean isOutbound, Throwable cause, @Nullable Http2Exception error) {
        failure = "HTTP/2 " + (error == null ? "failed" : error.error()) + " on its connection";
        isRetired = true;
        super.onConnectionError(ctx, isOutbound, cause, error);
    }

    private void touched(StreamConnection stream) {
        if (!touched.contains(stream)) {
            touched.add(stream);
        }
    }

    /** Tells streams what came for them. */
    private final class Frames extends Http2FrameAdapter {
        @Override
        public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
            Long allowed = settings.maxConcurrentStreams();
            if (allowed != null) {
                most = (int) Math.min(MOST_STREAMS, allowed);
            }
            if (!isReady) {
                isReady = true;
                deadline.clear();
                wire.ready(Http2Link.this);
                closeIfUnused();
            }
        }

        @Override
        public void onHeadersRead(ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean isEnd) {
            StreamConnection stream = streams.get(id);
            if (stream != null) {
                touched(stream);
                stream.headers(headers, isEnd);
            }
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx,
                int id,
                Http2Headers headers,
                int dependency,
                short weight,
                boolean isExclusive,
                int padding,
                boolean isEnd) {
            onHeadersRead(ctx, id, headers, padding, isEnd);
        }

        @Override
        public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean isEnd) {
            StreamConnection stream = streams.get(id);
            if (stream == null) {
                return data.readableBytes() + padding;
            }
            touched(stream);
            stream.data(data, isEnd);
            return padding;
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int id, long code) {
            StreamConnection stream = streams.get(id);
            if (stream != null) {
                stream.wasReset(code);
            }
        }

        /** What is above the last number was not acted on (RFC 9113 section 6.8). */
        @Override
        public void onGoAwayRead(ChannelHandlerContext ctx, int last, long code, ByteBuf debug) {
            isRetired = true;
            List<StreamConnection> all = List.copyOf(streams.values());
            all.forEach(stream -> stream.goAway(last));
            closeIfUnused();
        }
    }
}
