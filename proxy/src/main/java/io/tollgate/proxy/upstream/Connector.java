package io.tollgate.proxy.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollSocketChannel;
import io.tollgate.config.UpstreamScheme;
import io.tollgate.proxy.tls.HandshakePool;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes connections to applications. Immutable. */
public final class Connector {
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 128 * 1024);

    private static final int QUIET_SECONDS = 60;
    private static final int PROBE_SECONDS = 15;
    private static final int PROBES = 4;

    private final ChannelFactory<? extends Channel> channels;
    private final HandshakePool handshakes;
    private final @Nullable InetSocketAddress local;

    /**
     * A connector of channels of this kind: epoll's where the event loops are epoll's.
     *
     * @param handshakes where the cryptography of TLS handshakes runs
     */
    public Connector(ChannelFactory<? extends Channel> channels, HandshakePool handshakes) {
        this(channels, handshakes, null);
    }

    private Connector(
            ChannelFactory<? extends Channel> channels, HandshakePool handshakes, @Nullable InetSocketAddress local) {
        this.channels = channels;
        this.handshakes = handshakes;
        this.local = local;
    }

    /** The same from this address of the machine's. */
    Connector from(InetAddress source) {
        return new Connector(channels, handshakes, new InetSocketAddress(source, 0));
    }

    HandshakePool handshakes() {
        return handshakes;
    }

    /** How the endpoint of a pool is spoken to. */
    Wire wire(UpstreamPool pool) {
        return pool.speech().scheme() == UpstreamScheme.H2C ? new Http2Wire(pool, this) : new Http1Wire(pool, this);
    }

    /**
     * Begins to connect; to be called on that loop. Nothing may come between a socket's registration and its connect: epoll
     * says of one that is not connecting yet that it has hung up (EPOLLHUP), and Netty would close it. Netty's own
     * {@code Bootstrap.connect} leaves the loop in between.
     */
    ChannelFuture connect(EventLoop loop, InetSocketAddress address, Duration timeout, ChannelHandler... handlers) {
        AdaptiveRecvByteBufAllocator sizes = new AdaptiveRecvByteBufAllocator(1024, 8192, 64 * 1024);
        sizes.maxMessagesPerRead(1);
        ChannelFuture registered = new Bootstrap()
                .group(loop)
                .channelFactory(channels)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.AUTO_CLOSE, false) // A failed write leaves an early answer to be read.
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .option(ChannelOption.RECVBUF_ALLOCATOR, sizes)
                .option(ChannelOption.ALLOCATOR, ByteBufAllocator.DEFAULT)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        probeWhenQuiet(channel);
                        channel.pipeline().addLast(handlers);
                    }
                })
                .register();
        if (!registered.isSuccess()) {
            return onLoop(registered, loop);
        }
        ChannelFuture connecting = registered.channel().connect(address, local);
        return connecting.addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    /** Where not even a socket could be made, Netty's future would call its listeners on a thread of nobody's. */
    private static ChannelFuture onLoop(ChannelFuture unmade, EventLoop loop) {
        Throwable cause = unmade.cause();
        return new DefaultChannelPromise(unmade.channel(), loop)
                .setFailure(cause == null ? new IllegalStateException("not called on its loop") : cause);
    }

    /**
     * A body may be quiet for hours and nobody is asked to hurry: whether the machine at the other end is still there is what
     * TCP itself finds out, within two minutes.
     */
    private static void probeWhenQuiet(Channel channel) {
        if (channel instanceof EpollSocketChannel epoll) {
            epoll.config()
                    .setTcpKeepIdle(QUIET_SECONDS)
                    .setTcpKeepIntvl(PROBE_SECONDS)
                    .setTcpKeepCnt(PROBES);
        }
    }
}
