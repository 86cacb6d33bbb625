package io.tollgate.proxy.http;

import io.netty.channel.Channel;
import io.tollgate.filters.chain.Arrival;
import io.tollgate.filters.http.ClientAddress;
import io.tollgate.filters.http.ClientAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The other end of a connection. Stateless. */
public final class Peers {
    private Peers() {}

    /** Who is there, nobody standing behind them: better known from how the connection came, or its socket's other end. */
    public static ClientAddress direct(Channel channel, Arrival arrival) {
        ClientAddress known = arrival.peer();
        return known == null ? ClientAddresses.direct(of(channel)) : known;
    }

    /** Its address; the loopback address for a channel that has none, as in tests. */
    public static InetAddress of(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress socket && socket.getAddress() != null
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}
