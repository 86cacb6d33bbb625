package io.tollgate.proxy.upstream;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Ticker;
import io.tollgate.config.AppConfig;
import io.tollgate.config.UpstreamConfig;
import io.tollgate.filters.chain.Arrival;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.proxy.http.AnswerHead;
import io.tollgate.proxy.http.Forwarder.Answering;
import io.tollgate.proxy.http.HttpLimits;
import io.tollgate.proxy.http.HttpPipeline;
import io.tollgate.proxy.http.LoopScopes;
import io.tollgate.proxy.http.ProxyKernel;
import io.tollgate.proxy.http.TestKernel;
import io.tollgate.proxy.http2.Http2Pipeline;
import io.tollgate.proxy.tls.HandshakePool;
import io.tollgate.proxy.tls.TlsProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The data path on loopback sockets in front of a scripted application, without TLS. */
final class Rig implements AutoCloseable {
    final TestKernel test = new TestKernel();
    final Heard listener = new Heard();
    final LoopScopes scopes;
    final UpstreamForwarder forwarder;
    final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final EventLoopGroup loops;
    private final HandshakePool handshakes = new HandshakePool(1);
    private final ExecutorService blocking = Executors.newSingleThreadExecutor();
    private final Channel server;

    Rig(ScriptedApp app) throws InterruptedException {
        this(app, 64, 100 << 20, Epoll.isAvailable());
    }

    /** With a clock that the test moves. */
    Rig(ScriptedApp app, Ticker ticker) throws InterruptedException {
        this(TestKernel.app(URI.create("http://127.0.0.1:" + app.port()), 64, 100 << 20), ticker);
    }

    Rig(ScriptedApp app, int maxConnections, long maxBody, boolean isEpoll) throws InterruptedException {
        this(
                TestKernel.app(URI.create("http://127.0.0.1:" + app.port()), maxConnections, maxBody),
                Ticker.systemTicker(),
                isEpoll);
    }

    /** In front of this upstream, whatever is spoken with it. */
    Rig(UpstreamConfig upstream) throws InterruptedException {
        this(TestKernel.app(upstream, 100 << 20), Ticker.systemTicker());
    }

    Rig(AppConfig app, Ticker ticker) throws InterruptedException {
        this(app, ticker, Epoll.isAvailable());
    }

    /** The same for clients that speak HTTP/2 in the clear, with these limits. */
    static Rig http2(UpstreamConfig upstream, HttpLimits limits) throws InterruptedException {
        return new Rig(TestKernel.app(upstream, 100 << 20), Ticker.systemTicker(), Epoll.isAvailable(), true, limits);
    }

    private Rig(AppConfig app, Ticker ticker, boolean isEpoll) throws InterruptedException {
        this(app, ticker, isEpoll, false, HttpLimits.DEFAULT);
    }

    private Rig(AppConfig app, Ticker ticker, boolean isEpoll, boolean isHttp2, HttpLimits limits)
            throws InterruptedException {
        test.limits = limits;
        test.app = app;
        scopes = new LoopScopes(ticker);
        loops = new MultiThreadIoEventLoopGroup(2, isEpoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        UpstreamHeaders headers =
                new UpstreamHeaders((exchange, i) -> exchange.head().fields().value(i));
        Connector connector = new Connector(isEpoll ? EpollSocketChannel::new : NioSocketChannel::new, handshakes);
        forwarder = new UpstreamForwarder(scopes, headers, connector, blocking, loops, listener);
        configure();
        test.responseFilters.add(new LocationMapping());
        ProxyKernel kernel = test.kernel((exchange, permit, request, client) ->
                forwarder.forward(exchange, permit, request, new Watched(client, failures)));
        HttpPipeline http = new HttpPipeline(() -> kernel, scopes);
        Http2Pipeline http2 = new Http2Pipeline(() -> kernel, scopes);
        server = new ServerBootstrap()
                .group(loops)
                .channelFactory(isEpoll ? EpollServerSocketChannel::new : NioServerSocketChannel::new)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (isHttp2) {
                            http2.install(channel.pipeline(), new Arrival("public", "http", 8443, false));
                        } else {
                            http.install(channel.pipeline(), new Arrival("public", "https", 8443, false));
                        }
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
    }

    /** Reads the upstream's files and configures the forwarder, as a start and a reload do. */
    void configure() {
        try {
            forwarder.configured(List.of(test.app), UpstreamMaterial.load(List.of(test.app), InstantSource.system()));
        } catch (TlsProblemException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What operators are told of the last failure. */
    String lastFailure() {
        return failures.isEmpty()
                ? ""
                : String.valueOf(failures.get(failures.size() - 1).getMessage());
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    Peer connect() throws IOException {
        return new Peer(
                new Socket(InetAddress.getLoopbackAddress(), ((InetSocketAddress) server.localAddress()).getPort()));
    }

    @Override
    public void close() {
        server.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        blocking.shutdownNow();
        handshakes.close();
    }

    /** A client's side that notes why an exchange failed. */
    private record Watched(Answering client, List<Throwable> failures) implements Answering {
        @Override
        public EventLoop loop() {
            return client.loop();
        }

        @Override
        public boolean isWritable() {
            return client.isWritable();
        }

        @Override
        public void requestBody() {
            client.requestBody();
        }

        @Override
        public void interim(AnswerHead head) {
            client.interim(head);
        }

        @Override
        public void head(AnswerHead head, long framing) {
            client.head(head, framing);
        }

        @Override
        public void body(ByteBuf piece) {
            client.body(piece);
        }

        @Override
        public void flush() {
            client.flush();
        }

        @Override
        public void end(HeaderFields trailers) {
            client.end(trailers);
        }

        @Override
        public void failed(Throwable cause) {
            failures.add(cause);
            client.failed(cause);
        }
    }

    /** What was told of endpoints. */
    static final class Heard implements EndpointListener {
        final List<EndpointFigures> figures = new CopyOnWriteArrayList<>();
        final List<EndpointFigures> retired = new CopyOnWriteArrayList<>();
        final List<String> changes = new CopyOnWriteArrayList<>();
        final List<String> whys = new CopyOnWriteArrayList<>();

        /** The figures of the endpoint that an application is, or was. */
        EndpointFigures of(ScriptedApp app) {
            return figures.stream()
                    .filter(each -> each.endpoint().endsWith(":" + app.port()))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void opened(EndpointFigures opened) {
            figures.add(opened);
        }

        @Override
        public void retired(EndpointFigures gone) {
            retired.add(gone);
        }

        @Override
        public void changed(String app, String endpoint, Change change, String why) {
            changes.add(change.code());
            whys.add(why);
        }
    }

    /** A client's socket. */
    static final class Peer implements AutoCloseable {
        final Socket socket;
        final InputStream in;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(20_000);
            in = socket.getInputStream();
        }

        Peer send(String bytes) throws IOException {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        Peer get(String path) throws IOException {
            return send("GET " + path + " HTTP/1.1\r\nHost: gw.test:8443\r\n\r\n");
        }

        /** Reads until this text has come. */
        String until(String end) throws IOException {
            StringBuilder text = new StringBuilder();
            while (text.indexOf(end) < 0) {
                int b = in.read();
                if (b < 0) {
                    return text + "<EOF>";
                }
                text.append((char) b);
            }
            return text.toString();
        }

        /** Reads until the end, whatever kind of end it is. */
        String all() throws IOException {
            StringBuilder text = new StringBuilder();
            try {
                for (int b = in.read(); b >= 0; b = in.read()) {
                    text.append((char) b);
                }
                return text + "<EOF>";
            } catch (SocketException e) {
                return text + "<RESET>";
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
