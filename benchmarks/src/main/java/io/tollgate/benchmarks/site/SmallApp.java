package io.tollgate.benchmarks.site;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An application that gives one small answer to everything, and fails as applications do when it is told to. Safe for use by any
 * thread.
 */
public final class SmallApp implements AutoCloseable {
    /** How it behaves. */
    public enum Mood {
        /** Answers at once. */
        WELL,
        /** Answers everything with 500. */
        FAULTY,
        /** Closes each connection once a request has come. */
        CUTTING,
        /** Takes requests and never answers. */
        SILENT
    }

    private static final byte[] BODY =
            "a small answer of sixty-four bytes, as many old applications give".getBytes(StandardCharsets.US_ASCII);

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ServerBootstrap bootstrap;
    private final int port;
    private volatile Mood mood = Mood.WELL;
    private @Nullable Channel listening;

    private SmallApp() {
        bootstrap = new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(1 << 20), new Answering());
                    }
                });
        listening = listen(0);
        port = ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** One that listens on a free port of loopback. */
    public static SmallApp start() {
        return new SmallApp();
    }

    private Channel listen(int at) {
        return bootstrap
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at))
                .syncUninterruptibly()
                .channel();
    }

    /** {@code http://127.0.0.1:PORT}. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** How many bytes its answer has. */
    public static int bodyLength() {
        return BODY.length;
    }

    /** From now on it behaves so. */
    public void be(Mood next) {
        mood = next;
    }

    /** Is gone, connections and all: whoever connects is refused. */
    public synchronized void vanish() {
        if (listening != null) {
            listening.close().syncUninterruptibly();
            listening = null;
            connections.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
        }
    }

    /** Is there again, on the same port. */
    public synchronized void comeBack() {
        if (listening == null) {
            listening = listen(port);
        }
    }

    @Override
    public void close() {
        vanish();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }

    private final class Answering extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof FullHttpRequest) {
                answer(context);
            }
            ReferenceCountUtil.release(message);
        }

        private void answer(ChannelHandlerContext context) {
            switch (mood) {
                case WELL -> context.writeAndFlush(response(HttpResponseStatus.OK));
                case FAULTY -> context.writeAndFlush(response(HttpResponseStatus.INTERNAL_SERVER_ERROR));
                case CUTTING -> context.close();
                case SILENT -> {} // that is what it does
            }
        }

        private static DefaultFullHttpResponse response(HttpResponseStatus status) {
            ByteBuf body = Unpooled.wrappedBuffer(BODY);
            DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
            response.headers().set("Content-Type", "text/plain").set("Content-Length", BODY.length);
            return response;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
