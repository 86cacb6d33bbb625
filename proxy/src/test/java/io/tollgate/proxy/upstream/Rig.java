package io.tollgate.proxy.upstream;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
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
import io.tollgate.filters.chain.Arrival;
import io.tollgate.proxy.http.HttpPipeline;
import io.tollgate.proxy.http.LoopScopes;
import io.tollgate.proxy.http.ProxyKernel;
import io.tollgate.proxy.http.TestKernel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The data path on loopback sockets in front of a scripted application, without TLS. */
final class Rig implements AutoCloseable {
    final TestKernel test = new TestKernel();
    final LoopScopes scopes;
    final UpstreamForwarder forwarder;
    private final EventLoopGroup loops;
    private final ExecutorService blocking = Executors.newSingleThreadExecutor();
    private final Channel server;

    Rig(ScriptedApp app) throws InterruptedException {
        this(app, 64, 100 << 20, Epoll.isAvailable());
    }

    /** With a clock that the test moves. */
    Rig(ScriptedApp app, Ticker ticker) throws InterruptedException {
        this(app, 64, 100 << 20, Epoll.isAvailable(), ticker);
    }

    Rig(ScriptedApp app, int maxConnections, long maxBody, boolean isEpoll) throws InterruptedException {
        this(app, maxConnections, maxBody, isEpoll, Ticker.systemTicker());
    }

    private Rig(ScriptedApp app, int maxConnections, long maxBody, boolean isEpoll, Ticker ticker)
            throws InterruptedException {
        scopes = new LoopScopes(ticker);
        test.app = TestKernel.app(URI.create("http://127.0.0.1:" + app.port()), maxConnections, maxBody);
        loops = new MultiThreadIoEventLoopGroup(2, isEpoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        UpstreamHeaders headers =
                new UpstreamHeaders((exchange, i) -> exchange.head().fields().value(i));
        Connector connector = new Connector(isEpoll ? EpollSocketChannel::new : NioSocketChannel::new);
        forwarder = new UpstreamForwarder(scopes, headers, connector, blocking);
        forwarder.configured(List.of(test.app));
        test.responseFilters.add(new LocationMapping());
        ProxyKernel kernel = test.kernel(forwarder);
        HttpPipeline http = new HttpPipeline(() -> kernel, scopes);
        server = new ServerBootstrap()
                .group(loops)
                .channelFactory(isEpoll ? EpollServerSocketChannel::new : NioServerSocketChannel::new)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        http.install(channel.pipeline(), new Arrival("public", "https", 8443, false));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
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
