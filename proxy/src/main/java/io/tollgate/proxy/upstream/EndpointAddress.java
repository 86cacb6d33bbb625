package io.tollgate.proxy.upstream;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint is: a literal address, or a name that is looked up off the event loop and anew every now and then.
 * Safe for use by any thread.
 */
final class EndpointAddress {
    private static final long FRESH_NANOS = 30_000_000_000L;

    private final String host;
    private final int port;
    private final Executor blocking;
    private volatile @Nullable Found found;

    private record Found(InetSocketAddress address, long at, boolean isForGood) {}

    EndpointAddress(String host, int port, Executor blocking) {
        this.host = host;
        this.port = port;
        this.blocking = blocking;
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            found = new Found(new InetSocketAddress(addressOf(literal), port), 0, true);
        }
    }

    private static InetAddress addressOf(byte[] literal) {
        try {
            return InetAddress.getByAddress(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address of " + literal.length + " bytes", e);
        }
    }

    /** The authority by which the application is reached, as it may name itself: {@code host:port} in lower case. */
    String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return (name + ":" + port).toLowerCase(Locale.ROOT);
    }

    /** Tells the address on this loop, at once where it is known; null with a cause where the name does not resolve. */
    void resolve(EventLoop loop, long now, BiConsumer<@Nullable InetSocketAddress, @Nullable Throwable> told) {
        Found known = found;
        if (known != null && (known.isForGood() || now - known.at() < FRESH_NANOS)) {
            told.accept(known.address(), null);
            return;
        }
        try {
            blocking.execute(() -> lookUp(loop, now, told));
        } catch (RejectedExecutionException e) {
            told.accept(null, e);
        }
    }

    private void lookUp(EventLoop loop, long now, BiConsumer<@Nullable InetSocketAddress, @Nullable Throwable> told) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
            found = new Found(address, now, false);
            loop.execute(() -> told.accept(address, null));
        } catch (UnknownHostException e) {
            Found old = found;
            loop.execute(() -> told.accept(old == null ? null : old.address(), e));
        }
    }
}
