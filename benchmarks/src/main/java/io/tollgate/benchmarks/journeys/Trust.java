package io.tollgate.benchmarks.journeys;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.tollgate.benchmarks.BenchmarkException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Which certificates the people's browsers believe. Stateless. */
final class Trust {
    private Trust() {}

    /**
     * Only those of this authority, at the least cost there is on this machine, and never by an earlier session: for storms,
     * in which the processor that others are measured with should do little else.
     */
    static SslContext cheaply(Path authority) {
        SslProvider provider = OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
        try {
            SslContext context = SslContextBuilder.forClient()
                    .sslProvider(provider)
                    .endpointIdentificationAlgorithm("HTTPS")
                    .trustManager(authority.toFile())
                    .build();
            if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
                sessions.setSessionCacheEnabled(false);
            }
            return context;
        } catch (SSLException e) {
            throw new BenchmarkException(authority + ": holds no certificate (" + e.getMessage() + ")", e);
        }
    }

    /** Only those of this authority, or those that this JDK trusts where none is given. The name is compared either way. */
    static SslContext of(@Nullable Path authority) {
        if (authority != null && !Files.isReadable(authority)) {
            throw new BenchmarkException(authority + ": is not there or can't be read; name a PEM file by --ca");
        }
        try {
            SslContextBuilder builder =
                    SslContextBuilder.forClient().sslProvider(SslProvider.JDK).endpointIdentificationAlgorithm("HTTPS");
            return (authority == null ? builder : builder.trustManager(authority.toFile())).build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new BenchmarkException(
                    authority + ": holds no certificate (" + e.getMessage() + "); name a PEM file", e);
        }
    }
}
