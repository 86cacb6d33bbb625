package io.tollgate.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Opens connections and shakes hands. Confined to one event loop. */
final class Dialer {
    private static final int CONNECT_MILLIS = 10_000;

    private final EventLoop loop;
    private final ClientTls tls;
    private final Target target;
    private final boolean isHttp2;

    Dialer(EventLoop loop, ClientTls tls, Target target, boolean isHttp2) {
        this.loop = loop;
        this.tls = tls;
        this.target = target;
        this.isHttp2 = isHttp2;
    }

    EventLoop loop() {
        return loop;
    }

    /**
     * Opens one.
     *
     * @param handlers what stands behind TLS
     * @param open told when TLS stands
     * @param failed told when it does not
     */
    void dial(Supplier<List<ChannelHandler>> handlers, Consumer<Channel> open, Consumer<Throwable> failed) {
        new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        SslHandler handler = tls.handler(target, isHttp2, channel.alloc());
                        channel.pipeline().addLast(handler);
                        handlers.get().forEach(channel.pipeline()::addLast);
                        handler.handshakeFuture().addListener(done -> {
                            if (done.isSuccess()) {
                                open.accept(channel);
                            } else {
                                failed.accept(done.cause());
                            }
                        });
                    }
                })
                .connect(target.address())
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        failed.accept(done.cause());
                    }
                });
    }
}
