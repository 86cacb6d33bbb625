package io.tollgate.benchmarks.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.tollgate.benchmarks.BenchmarkException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connections of HTTP/2, used in turn; each request is a stream. Confined to one event loop. */
final class Http2Connections implements Sender {
    /** As many as servers usually allow on a connection. */
    private static final int STREAMS = 100;

    private static final int WINDOW = 1 << 20;

    private final Target target;
    private final Http2Headers request;
    private final Promise<Void> allOpen;
    private final Deque<Connection> free = new ArrayDeque<>();
    private final Deque<Tally.Ask> waiting = new ArrayDeque<>();
    private final List<Channel> all = new ArrayList<>();
    private int toOpen;
    private boolean isClosed;
    private @Nullable Tally tally;

    private Http2Connections(Dialer dialer, Target target, int count) {
        this.target = target;
        this.toOpen = count;
        allOpen = dialer.loop().newPromise();
        request = new DefaultHttp2Headers()
                .method("GET")
                .scheme("https")
                .authority(target.host() + ":" + target.port())
                .path(target.path());
        target.fields().forEach(request::add);
    }

    /** Opens so many. */
    static Http2Connections open(Dialer dialer, Target target, int count) {
        Http2Connections connections = new Http2Connections(dialer, target, count);
        for (int i = 0; i < count; i++) {
            dialer.dial(
                    Http2Connections::handlers,
                    connections::opened,
                    cause -> connections.fail(target.url() + " takes no connection: " + cause.getMessage(), cause));
        }
        return connections;
    }

    private static List<ChannelHandler> handlers() {
        return List.of(
                Http2FrameCodecBuilder.forClient()
                        .initialSettings(
                                new Http2Settings().initialWindowSize(WINDOW).pushEnabled(false))
                        .build(),
                new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
    }

    private void opened(Channel channel) {
        all.add(channel);
        channel.closeFuture().addListener(done -> fail(target.url() + " closed a connection", null));
        free.addLast(new Connection(channel));
        toOpen--;
        if (toOpen == 0) {
            allOpen.trySuccess(null);
        }
    }

    /** Kept when all are open. */
    Promise<Void> allOpen() {
        return allOpen;
    }

    /** Where answers are counted from now on. */
    void countIn(Tally counter) {
        tally = counter;
    }

    @Override
    public void send(Tally.Ask ask) {
        Connection connection = free.pollFirst();
        if (connection == null) {
            waiting.addLast(ask);
            return;
        }
        connection.send(ask);
        if (connection.streams < STREAMS) {
            free.addLast(connection);
        }
    }

    @Override
    public void close() {
        isClosed = true;
        waiting.clear();
        all.forEach(Channel::close);
    }

    private void fail(String problem, @Nullable Throwable cause) {
        if (isClosed) {
            return;
        }
        allOpen.tryFailure(new BenchmarkException(problem));
        if (tally != null) {
            tally.fail(problem, cause);
        }
    }

    /** One of them. */
    private final class Connection {
        private final Http2StreamChannelBootstrap streamsOf;
        private int streams;

        Connection(Channel channel) {
            streamsOf = new Http2StreamChannelBootstrap(channel);
        }

        void send(Tally.Ask ask) {
            streams++;
            streamsOf.handler(new Stream(this, ask)).open().addListener((Future<Http2StreamChannel> done) -> {
                if (done.isSuccess()) {
                    done.getNow().writeAndFlush(new DefaultHttp2HeadersFrame(request, true));
                } else {
                    fail(target.url() + " takes no stream: " + done.cause().getMessage(), done.cause());
                }
            });
        }

        void ended() {
            streams--;
            if (streams == STREAMS - 1) {
                free.addLast(this);
            }
            Tally.Ask next = waiting.pollFirst();
            if (next != null) {
                Http2Connections.this.send(next);
            }
        }
    }

    /** One request and its answer. */
    private final class Stream extends ChannelInboundHandlerAdapter {
        private final Connection connection;
        private final Tally.Ask ask;
        private int status;
        private long length;

        Stream(Connection connection, Tally.Ask ask) {
            this.connection = connection;
            this.ask = ask;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            boolean isLast = false;
            try {
                if (message instanceof Http2HeadersFrame head) {
                    CharSequence said = head.headers().status();
                    status = said == null ? status : Integer.parseInt(said.toString());
                    isLast = head.isEndStream();
                } else if (message instanceof Http2DataFrame data) {
                    length += data.content().readableBytes();
                    isLast = data.isEndStream();
                } else if (message instanceof Http2ResetFrame reset) {
                    fail(target.url() + " reset a stream with code " + reset.errorCode(), null);
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
            if (isLast) {
                whole();
            }
        }

        private void whole() {
            String problem = target.problem(status, length);
            if (problem != null) {
                fail(problem, null);
                return;
            }
            connection.ended();
            if (tally != null) {
                tally.answered(ask, length);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            fail(target.url() + " failed: " + cause.getMessage(), cause);
        }
    }
}
