package io.tollgate.proxy.http2;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DecoratingHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.tollgate.filters.chain.Arrival;
import io.tollgate.proxy.http.HttpPipeline;
import io.tollgate.proxy.http.LoopScopes;
import io.tollgate.proxy.http.ProxyKernel;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Puts HTTP/2 on top of a connection that agreed to it. Safe for use by any thread. */
public final class Http2Pipeline {
    /** Streams a client may have open at a time. */
    private static final int MOST_STREAMS = 100;

    /** What a client's wish for a larger table or frame is cut down to: it would be our memory. */
    private static final long MOST_TABLE = 4_096;

    private static final int MOST_FRAME = 64 * 1024;

    private final Supplier<ProxyKernel> kernels;
    private final LoopScopes scopes;

    /** Connections whose every request is handled by what {@code kernels} gives at that time. */
    public Http2Pipeline(Supplier<ProxyKernel> kernels, LoopScopes scopes) {
        this.kernels = kernels;
        this.scopes = scopes;
    }

    /**
     * Serves HTTP/2 on this pipeline, behind whatever decrypts; to be called on the channel's event loop, from where the
     * channel does not move any more. Turns auto-read off.
     */
    public void install(ChannelPipeline pipeline, Arrival arrival) {
        HttpPipeline.configure(pipeline.channel().config());
        FloodGuard guard =
                new FloodGuard(scopes.of(pipeline.channel().eventLoop()).deadlines());
        WebSocketKeys keys = new WebSocketKeys(new SplittableRandom());
        pipeline.addLast("http2", new Http2Handler(kernels, scopes, arrival, keys, codec(guard), settings()));
    }

    private static Http2Settings settings() {
        return new Http2Settings()
                .maxConcurrentStreams(MOST_STREAMS)
                .maxHeaderListSize(FieldBlocks.MAX_LIST)
                .connectProtocolEnabled(true);
    }

    private static Http2Handler.Codec codec(FloodGuard guard) {
        Http2Connection connection = new DefaultHttp2Connection(true);
        connection.remote().maxActiveStreams(MOST_STREAMS);
        // A window a stream, none for all: an upload that nobody takes holds up no other.
        connection.local().flowController(new DefaultHttp2LocalFlowController(connection, 0.5f, true));
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        FrameWriter writer = new FrameWriter();
        Http2ConnectionEncoder encoder = new ModestEncoder(new DefaultHttp2ConnectionEncoder(connection, writer));
        FrameIntake intake = new FrameIntake(new DefaultHttp2FrameReader(new FieldBlocks(), Integer.MAX_VALUE), guard);
        DefaultHttp2ConnectionDecoder decoder = new DefaultHttp2ConnectionDecoder(
                connection, encoder, intake, Http2PromisedRequestVerifier.ALWAYS_VERIFY, true, true, false);
        return new Http2Handler.Codec(decoder, encoder, intake, writer, guard);
    }

    /** Takes a client's settings with moderation. */
    private static final class ModestEncoder extends DecoratingHttp2ConnectionEncoder {
        ModestEncoder(Http2ConnectionEncoder encoder) {
            super(encoder);
        }

        @Override
        public void remoteSettings(Http2Settings settings) throws Http2Exception {
            Long table = settings.headerTableSize();
            if (table != null && table > MOST_TABLE) {
                settings.headerTableSize(MOST_TABLE);
            }
            Integer frame = settings.maxFrameSize();
            if (frame != null && frame > MOST_FRAME) {
                settings.maxFrameSize(MOST_FRAME);
            }
            super.remoteSettings(settings);
        }
    }
}
