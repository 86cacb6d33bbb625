package io.tollgate.proxy.listener;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.tollgate.config.HostPort;
import io.tollgate.proxy.tls.ServerTls;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener on loopback that sends back what it gets, and ends a connection that is idle on {@link Drain}. */
final class TestServer implements AutoCloseable {

    final List<Connection> served = new CopyOnWriteArrayList<>();
    final Transport transport;
    final Listener listener;

    TestServer(Io io, ServerTls tls) {
        this(io, tls, new ConnectionLimit(100));
    }

    TestServer(Io io, ServerTls tls, ConnectionLimit limit) {
        transport = io.transport();
        listener = new Listener("test", new HostPort("127.0.0.1", 0), tls, echoes(), transport, limit);
        try {
            listener.open();
        } catch (ListenerProblemException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return listener.address().getPort();
    }

    Socket connect() throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    @Override
    public void close() {
        listener.closeAccepting();
        transport.close();
        ServerTls tls = listener.tls();
        if (tls != null) {
            tls.close();
        }
    }

    /** Closes the connections that stand. */
    void drain() {
        listener.drain(Duration.ofSeconds(10));
    }

    /** New connections meet this from now on. */
    void changed(ServerTls tls) {
        listener.changed(new Listener.Face("test", tls, List.of(), echoes()));
    }

    private ConnectionHandlers echoes() {
        return (pipeline, connection) -> {
            served.add(connection);
            pipeline.addLast(new Echo());
        };
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.read();
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ctx.writeAndFlush(message).addListener(written -> ctx.read());
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event == Drain.EVENT) {
                ctx.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
