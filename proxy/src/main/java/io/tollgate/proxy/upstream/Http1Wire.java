package io.tollgate.proxy.upstream;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.tollgate.proxy.http.UpstreamException;
import io.tollgate.proxy.tls.ClientTls;
import io.tollgate.proxy.tls.HandshakeFailures;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1, in the clear or over TLS: a connection for each request under way. Confined to one event loop. */
final class Http1Wire implements Wire {
    private final UpstreamPool pool;
    private final Connector connector;

    Http1Wire(UpstreamPool pool, Connector connector) {
        this.pool = pool;
        this.connector = connector;
    }

    @Override
    public void open(InetSocketAddress address, Opening told) {
        Speech speech = pool.speech();
        ClientTls tls = speech.tls();
        Http1Connection connection = new Http1Connection(pool, speech);
        if (tls == null) {
            connector
                    .connect(pool.loop(), address, pool.limits().connect(), connection)
                    .addListener(done -> {
                        if (done.isSuccess()) {
                            opened(connection, told);
                        } else {
                            told.failed(unreachable(pool, done.cause()));
                        }
                    });
            return;
        }
        SslHandler handler = tls.newHandler(speech.host(), speech.port(), connector.handshakes());
        ChannelFuture connecting =
                connector.connect(pool.loop(), address, pool.limits().connect(), handler, connection);
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                connection.read(); // The TLS handler reads on by itself until the handshake is over.
                handler.handshakeFuture().addListener(shaken -> shaken(connection, shaken, told));
            } else {
                told.failed(unreachable(pool, done.cause()));
            }
        });
    }

    private void shaken(Http1Connection connection, Future<?> shaken, Opening told) {
        if (shaken.isSuccess()) {
            opened(connection, told);
        } else {
            String words = HandshakeFailures.words(shaken.cause());
            told.failed(insecure(pool, words == null ? "it closed the connection during the TLS handshake" : words));
        }
    }

    private static void opened(Http1Connection connection, Opening told) {
        connection.opened();
        told.opened(connection);
    }

    /** Its connections are kept by the pool. */
    @Override
    public void shed() {}

    static UpstreamException unreachable(UpstreamPool pool, @Nullable Throwable cause) {
        if (cause instanceof ChannelException && !(cause instanceof ConnectTimeoutException)) {
            // No socket could be made: that is this process's want, not the application's fault.
            return new UpstreamException(503, "gateway.sockets", "no socket for " + pool.authority() + ": " + cause);
        }
        return new UpstreamException(502, "upstream.connect", pool.authority() + ": " + reason(cause));
    }

    static UpstreamException insecure(UpstreamPool pool, String words) {
        return new UpstreamException(502, "upstream.tls", pool.authority() + ": " + words);
    }

    private static String reason(@Nullable Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return "no connection in time";
        }
        return cause instanceof ConnectException ? "connection refused" : "no connection: " + cause;
    }
}
