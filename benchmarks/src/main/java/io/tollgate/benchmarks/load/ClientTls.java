package io.tollgate.benchmarks.load;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.tollgate.benchmarks.BenchmarkException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** TLS 1.3 as all clients here speak it: every handshake is a full one. Immutable. */
public final class ClientTls {
    private static final int HANDSHAKE_SECONDS = 30;

    private final SslContext http1;
    private final SslContext http2;

    /**
     * Trusts one authority.
     *
     * @param authority PEM file of its certificate
     */
    public ClientTls(Path authority) {
        http1 = context(authority, ApplicationProtocolNames.HTTP_1_1);
        http2 = context(authority, ApplicationProtocolNames.HTTP_2);
    }

    private static SslContext context(Path authority, String protocol) {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3")
                    .trustManager(authority.toFile())
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            protocol))
                    .build();
        } catch (SSLException e) {
            throw new BenchmarkException("TLS can't be set up for the clients: " + e.getMessage(), e);
        }
    }

    /** For one connection. */
    SslHandler handler(Target target, boolean isHttp2, ByteBufAllocator buffers) {
        // Without host and port the JDK does not know whose sessions to resume: every handshake is a full one.
        SslHandler handler = (isHttp2 ? http2 : http1).newHandler(buffers);
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(target.host())));
        handler.engine().setSSLParameters(parameters);
        handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        return handler;
    }
}
