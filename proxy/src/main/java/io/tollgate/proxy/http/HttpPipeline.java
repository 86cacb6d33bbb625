package io.tollgate.proxy.http;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.tollgate.filters.chain.Arrival;
import java.util.function.Supplier;

/** Puts HTTP on top of a connection. Safe for use by any thread. */
public final class HttpPipeline {
    /** Bytes that wait for a client that does not read, beyond which the upstream is not read either. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 128 * 1024);

    private final Supplier<ProxyKernel> kernels;
    private final LoopScopes scopes;

    /** Connections whose every request is handled by what {@code kernels} gives at that time. */
    public HttpPipeline(Supplier<ProxyKernel> kernels, LoopScopes scopes) {
        this.kernels = kernels;
        this.scopes = scopes;
    }

    /**
     * Serves HTTP/1.1 on this pipeline, behind whatever decrypts; to be called on the channel's event loop, from where the
     * channel does not move any more. Turns auto-read off.
     */
    public void install(ChannelPipeline pipeline, Arrival arrival) {
        Channel channel = pipeline.channel();
        configure(channel.config());
        // HttpConnection says what a client is that sends no more.
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        pipeline.addLast("http", new HttpHandler(kernels, scopes, arrival));
    }

    /** Reads on demand, and only as much as is needed. */
    public static void configure(ChannelConfig config) {
        config.setAutoRead(false);
        config.setWriteBufferWaterMark(WATER_MARK);
        AdaptiveRecvByteBufAllocator sizes = new AdaptiveRecvByteBufAllocator(512, 4096, 64 * 1024);
        sizes.maxMessagesPerRead(1);
        config.setRecvByteBufAllocator(sizes);
    }
}
