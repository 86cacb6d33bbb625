package io.tollgate.proxy.listener;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The event loops, and the kind of socket that runs on them: epoll where the machine has it, NIO elsewhere.
 *
 * <p>One loop accepts for all listeners; the others serve. Connections to applications are opened on the serving loop of
 * their exchange, with {@link #channel}. Safe for use by any thread.
 */
public final class Transport implements AutoCloseable {

    private final EventLoopGroup accepting;
    private final EventLoopGroup serving;
    private final Class<? extends ServerSocketChannel> serverChannel;
    private final Class<? extends SocketChannel> channel;

    private Transport(
            IoHandlerFactory io,
            int loops,
            Class<? extends ServerSocketChannel> serverChannel,
            Class<? extends SocketChannel> channel) {
        this.accepting = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("tollgate-accept", true), io);
        this.serving = new MultiThreadIoEventLoopGroup(loops, new DefaultThreadFactory("tollgate-loop", true), io);
        this.serverChannel = serverChannel;
        this.channel = channel;
    }

    /** The best there is on this machine, with as many serving loops as given. */
    public static Transport best(int loops) {
        return Epoll.isAvailable() ? epoll(loops) : nio(loops);
    }

    static Transport epoll(int loops) {
        return new Transport(
                EpollIoHandler.newFactory(), loops, EpollServerSocketChannel.class, EpollSocketChannel.class);
    }

    static Transport nio(int loops) {
        return new Transport(NioIoHandler.newFactory(), loops, NioServerSocketChannel.class, NioSocketChannel.class);
    }

    /** The loops on which listeners accept. */
    EventLoopGroup accepting() {
        return accepting;
    }

    /** The loops on which exchanges run. */
    public EventLoopGroup serving() {
        return serving;
    }

    Class<? extends ServerSocketChannel> serverChannel() {
        return serverChannel;
    }

    /** The socket to connect to applications with. */
    public Class<? extends SocketChannel> channel() {
        return channel;
    }

    /** Ends the loops; what is still open is closed. Waits up to two seconds. */
    @Override
    public void close() {
        accepting.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
        serving.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
}
