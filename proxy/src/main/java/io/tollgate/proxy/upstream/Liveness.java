package io.tollgate.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;

/** Whether a connection that rested is still open at its other end, by what this machine knows already. */
final class Liveness {
    /** Where a byte goes that should not be there; whatever it is, nobody looks at it, so that all may share the place. */
    private static final ByteBuf ONE = Unpooled.unreleasableBuffer(Unpooled.directBuffer(1, 1));

    private Liveness() {}

    /**
     * Whether nothing has come on a connection from which nothing is expected: no byte and no end. One system call that never
     * waits, where the transport has it; elsewhere whatever the event loop has seen. To be asked on its event loop, and where
     * it says no, the connection is to be closed: a byte may have been taken.
     */
    static boolean isQuiet(Channel channel) {
        if (!channel.isActive()) {
            return false;
        }
        if (!(channel instanceof EpollSocketChannel epoll)) {
            return true;
        }
        try {
            return !ONE.hasMemoryAddress() || epoll.fd().readAddress(ONE.memoryAddress(), 0, 1) == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
