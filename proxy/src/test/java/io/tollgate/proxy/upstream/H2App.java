package io.tollgate.proxy.upstream;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** An application that speaks HTTP/2 in the clear by a script. */
final class H2App implements AutoCloseable {
    final AtomicInteger connections = new AtomicInteger();
    final List<Call> calls = new CopyOnWriteArrayList<>();
    final AtomicLong taken = new AtomicLong();
    final List<Long> resets = new CopyOnWriteArrayList<>();
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel server;
    private volatile Script script;

    /** Is told each time something has come. */
    interface Script {
        void on(Call call);
    }

    H2App(Script script) throws InterruptedException {
        this(Http2Settings.defaultSettings(), script);
    }

    H2App(Http2Settings settings, Script script) throws InterruptedException {
        this.script = script;
        server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.incrementAndGet();
                        channel.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forServer()
                                                .initialSettings(settings)
                                                .validateHeaders(false)
                                                .build(),
                                        new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                                            @Override
                                            protected void initChannel(Channel stream) {
                                                stream.pipeline().addLast(new Call());
                                            }
                                        }));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
    }

    /** Answers whole requests with this text. */
    static Script answering(String text) {
        return call -> {
            if (call.isEnded) {
                call.head("200", false).data(text, true);
            }
        };
    }

    void script(Script next) {
        script = next;
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    String url() {
        return "h2c://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        server.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** One stream. */
    final class Call extends ChannelInboundHandlerAdapter {
        volatile Http2Headers headers = new DefaultHttp2Headers();
        volatile Http2Headers trailers = new DefaultHttp2Headers();
        volatile boolean isEnded;
        volatile int bytes;
        volatile String body = "";
        private ChannelHandlerContext ctx;

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            ctx = context;
            calls.add(this);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http2HeadersFrame frame) {
                if (headers.isEmpty()) {
                    headers = frame.headers();
                } else {
                    trailers = frame.headers();
                }
                isEnded = frame.isEndStream();
            } else if (message instanceof Http2DataFrame frame) {
                int sofar = bytes;
                if (sofar < 1_000) {
                    String text = body;
                    body = text + frame.content().toString(StandardCharsets.ISO_8859_1);
                }
                bytes = sofar + frame.content().readableBytes();
                isEnded = frame.isEndStream();
            }
            ReferenceCountUtil.release(message);
            script.on(this);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof Http2ResetFrame frame) {
                resets.add(frame.errorCode());
            }
        }

        String header(String name) {
            return String.valueOf(headers.get(name));
        }

        Call head(String status, boolean isEnd, String... fields) {
            Http2Headers head = new DefaultHttp2Headers(false).status(status);
            for (int i = 0; i < fields.length; i += 2) {
                head.add(fields[i], fields[i + 1]);
            }
            ctx.writeAndFlush(new DefaultHttp2HeadersFrame(head, isEnd));
            return this;
        }

        Call trailers(String... fields) {
            Http2Headers head = new DefaultHttp2Headers(false);
            for (int i = 0; i < fields.length; i += 2) {
                head.add(fields[i], fields[i + 1]);
            }
            ctx.writeAndFlush(new DefaultHttp2HeadersFrame(head, true));
            return this;
        }

        Call data(String text, boolean isEnd) {
            return data(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1), isEnd);
        }

        Call data(ByteBuf bytes, boolean isEnd) {
            int size = bytes.readableBytes();
            ctx.writeAndFlush(new DefaultHttp2DataFrame(bytes, isEnd)).addListener(done -> taken.addAndGet(size));
            return this;
        }

        void reset(Http2Error error) {
            ctx.writeAndFlush(new DefaultHttp2ResetFrame(error));
        }

        /** Says that nothing above {@code extra} more streams was seen. */
        void goAway(int extra) {
            ctx.channel()
                    .parent()
                    .writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(extra));
        }

        void closeConnection() {
            ctx.channel().parent().close();
        }
    }
}
