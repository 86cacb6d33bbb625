package io.tollgate.proxy.upstream;

import io.netty.channel.ConnectTimeoutException;
import io.tollgate.proxy.http.UpstreamException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1: a connection for each request under way. Confined to one event loop. */
final class Http1Wire implements Wire {
    private final UpstreamPool pool;
    private final Connector connector;

    Http1Wire(UpstreamPool pool, Connector connector) {
        this.pool = pool;
        this.connector = connector;
    }

    @Override
    public void open(InetSocketAddress address, Opening told) {
        Http1Connection connection = new Http1Connection(pool);
        connector
                .connect(pool.loop(), address, pool.limits().connect(), connection)
                .addListener(done -> {
                    if (done.isSuccess()) {
                        told.opened(connection);
                    } else {
                        told.failed(unreachable(pool, done.cause()));
                    }
                });
    }

    /** Its connections are kept by the pool. */
    @Override
    public void shed() {}

    static UpstreamException unreachable(UpstreamPool pool, @Nullable Throwable cause) {
        return new UpstreamException(502, "upstream.connect", pool.authority() + ": " + reason(cause));
    }

    private static String reason(@Nullable Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return "no connection in time";
        }
        return cause instanceof ConnectException ? "connection refused" : "no connection: " + cause;
    }
}
