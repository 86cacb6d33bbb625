package io.tollgate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LivenessIT {
    @FunctionalInterface
    private interface Act {
        void on(Socket peer) throws Exception;
    }

    /** Whether a connection is quiet before and after its other end acts, while the event loop can't look. */
    private static boolean[] quiet(Act act) throws Exception {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Channel channel = new Bootstrap()
                    .group(loops)
                    .channel(EpollSocketChannel.class)
                    .option(ChannelOption.AUTO_READ, false)
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(server.getLocalSocketAddress())
                    .sync()
                    .channel();
            try (Socket peer = server.accept()) {
                AtomicBoolean isLookedAt = new AtomicBoolean();
                AtomicBoolean isDone = new AtomicBoolean();
                Future<boolean[]> looks = channel.eventLoop().submit(() -> {
                    channel.read();
                    boolean before = Liveness.isQuiet(channel);
                    isLookedAt.set(true);
                    while (!isDone.get()) {
                        // The event loop is kept from coming to what the peer does.
                    }
                    return new boolean[] {before, Liveness.isQuiet(channel)};
                });
                while (!isLookedAt.get()) {
                    Thread.onSpinWait();
                }
                act.on(peer);
                isDone.set(true);
                return looks.get(10, TimeUnit.SECONDS);
            }
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    @Test
    void an_end_a_reset_or_a_byte_that_the_event_loop_has_not_come_to_is_seen() throws Exception {
        assumeThat(Epoll.isAvailable()).isTrue();
        assertThat(quiet(peer -> {})).containsExactly(true, true);
        assertThat(quiet(Socket::close)).containsExactly(true, false);
        assertThat(quiet(peer -> {
                    peer.setSoLinger(true, 0);
                    peer.close();
                }))
                .containsExactly(true, false);
        assertThat(quiet(peer -> peer.getOutputStream().write('x'))).containsExactly(true, false);
    }
}
