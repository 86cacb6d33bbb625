package io.tollgate.proxy.http;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The other end of a connection. Stateless. */
public final class Peers {
    private Peers() {}

    /** Its address; the loopback address for a channel that has none, as in tests. */
    public static InetAddress of(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress socket && socket.getAddress() != null
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}
