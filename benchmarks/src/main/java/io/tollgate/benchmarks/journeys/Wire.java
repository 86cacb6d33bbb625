package io.tollgate.benchmarks.journeys;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One browser's connection to the target: made when it is needed, kept, one request at a time. Confined to its event loop.
 *
 * <p>It goes to the address that was checked. The certificate has to be good for the host of the URL.
 */
final class Wire {
    private static final int LARGEST = 16 * 1024 * 1024;
    private static final int PATIENCE_SECONDS = 30;

    private final Bootstrap bootstrap;
    private final Origin target;
    private final @Nullable SslContext tls;
    private @Nullable Channel channel;
    private boolean isUsed;
    private @Nullable CompletableFuture<Answer> waiting;

    Wire(Bootstrap bootstrap, EventLoop loop, Origin target, @Nullable SslContext tls) {
        this.target = target;
        this.tls = tls;
        this.bootstrap = bootstrap
                .clone(loop)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS))
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new Pipeline());
    }

    /** Sends a request; fails where no whole answer comes within 30 s. */
    CompletionStage<Answer> send(Ask ask, String cookies) {
        Channel kept = channel;
        if (kept != null && kept.isActive()) {
            boolean mayRepeat = isUsed && ask.isRepeatable();
            CompletionStage<Answer> answer = write(kept, ask, cookies);
            // As browsers do: a kept connection that was closed meanwhile is no reason to tell anybody.
            return mayRepeat
                    ? answer.exceptionallyCompose(
                            failure -> failure.getCause() instanceof Gone || failure instanceof Gone
                                    ? anew(ask, cookies)
                                    : CompletableFuture.failedStage(failure))
                    : answer;
        }
        return anew(ask, cookies);
    }

    private CompletionStage<Answer> anew(Ask ask, String cookies) {
        close();
        CompletableFuture<Channel> opened = new CompletableFuture<>();
        InetSocketAddress address = target.address();
        bootstrap.connect(address).addListener((ChannelFutureListener) connected -> {
            if (!connected.isSuccess()) {
                opened.completeExceptionally(connected.cause());
            } else if (tls == null) {
                opened.complete(connected.channel());
            } else {
                connected.channel().pipeline().get(Greeting.class).whenDone(opened);
            }
        });
        return opened.thenCompose(fresh -> {
            channel = fresh;
            isUsed = false;
            return write(fresh, ask, cookies);
        });
    }

    private CompletionStage<Answer> write(Channel to, Ask ask, String cookies) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        waiting = answer;
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, ask.method(), ask.path(), Unpooled.wrappedBuffer(ask.body()));
        request.headers().set("Host", target.authority());
        ask.fields(target.origin()).forEach(request.headers()::set);
        if (!cookies.isEmpty()) {
            request.headers().set("Cookie", cookies);
        }
        if (ask.contentType() != null) {
            request.headers().set("Content-Length", ask.body().length);
        }
        to.writeAndFlush(request).addListener(written -> {
            if (!written.isSuccess()) {
                fail(new Gone(written.cause()));
            }
        });
        ScheduledFuture<?> late = to.eventLoop()
                .schedule(
                        () -> {
                            close();
                            answer.completeExceptionally(
                                    new IOException("no answer within " + PATIENCE_SECONDS + " s"));
                        },
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
        return answer.whenComplete((done, failure) -> late.cancel(false));
    }

    private void fail(Throwable cause) {
        CompletableFuture<Answer> answer = waiting;
        waiting = null;
        if (answer != null) {
            answer.completeExceptionally(cause);
        }
    }

    /** Closes the connection; the next request makes another. */
    void close() {
        Channel old = channel;
        channel = null;
        waiting = null;
        if (old != null) {
            old.close();
        }
    }

    /** The connection was gone before an answer came. */
    private static final class Gone extends IOException {
        private static final long serialVersionUID = 1L;

        Gone(@Nullable Throwable cause) {
            super("the connection was closed before an answer", cause);
        }
    }

    private final class Pipeline extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel fresh) {
            if (tls != null) {
                // With the name: it goes into SNI, and the certificate is compared with it.
                fresh.pipeline().addLast(tls.newHandler(fresh.alloc(), target.host(), target.port()), new Greeting());
            }
            fresh.pipeline().addLast(new HttpClientCodec(), new HttpObjectAggregator(LARGEST), new Reader());
        }
    }

    /** Waits for the end of the TLS handshake. */
    private static final class Greeting extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<Channel> done = new CompletableFuture<>();

        void whenDone(CompletableFuture<Channel> opened) {
            done.whenComplete((channel, failure) -> {
                if (failure != null) {
                    opened.completeExceptionally(failure);
                } else {
                    opened.complete(channel);
                }
            });
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                if (handshake.isSuccess()) {
                    done.complete(context.channel());
                } else {
                    done.completeExceptionally(handshake.cause());
                }
            }
            context.fireUserEventTriggered(event);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            done.completeExceptionally(new IOException("closed during the handshake"));
            context.fireChannelInactive();
        }
    }

    private final class Reader extends SimpleChannelInboundHandler<FullHttpResponse> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
            CompletableFuture<Answer> answer = waiting;
            if (context.channel() != channel || answer == null) {
                context.close();
                return;
            }
            waiting = null;
            isUsed = true;
            if (!HttpUtil.isKeepAlive(response)) {
                channel = null;
                context.close();
            }
            answer.complete(new Answer(
                    response.status().code(), response.headers().copy(), ByteBufUtil.getBytes(response.content())));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (context.channel() == channel) {
                channel = null;
                fail(new Gone(null));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
