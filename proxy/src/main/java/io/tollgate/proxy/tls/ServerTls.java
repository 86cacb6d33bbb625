package io.tollgate.proxy.tls;

import io.netty.handler.ssl.SslHandler;
import io.tollgate.config.TlsConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one listener: makes the handler of each connection. Safe for use by any thread.
 *
 * <p>Certificates can be swapped while it serves; connections that stand keep theirs.
 */
public final class ServerTls {

    /** A handshake that takes longer is ended. */
    public static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private volatile Certificates certificates;
    private final BouncyCastleServer engines;
    private final HandshakePool pool;
    private final Duration deadline;

    /**
     * Serves with these certificates.
     *
     * @param protocols what ALPN offers, the most wanted first
     */
    public ServerTls(TlsConfig config, Certificates certificates, List<String> protocols, HandshakePool pool) {
        this(config, certificates, protocols, pool, HANDSHAKE);
    }

    ServerTls(
            TlsConfig config,
            Certificates certificates,
            List<String> protocols,
            HandshakePool pool,
            Duration deadline) {
        this.certificates = certificates;
        this.engines = new BouncyCastleServer(config.minimum(), protocols, this::certificates);
        this.pool = pool;
        this.deadline = deadline;
    }

    /** Reads the certificates that the configuration names, and serves with them. */
    public static ServerTls load(TlsConfig config, List<String> protocols, HandshakePool pool, InstantSource clock)
            throws TlsProblemException {
        return new ServerTls(
                config, CertificateLoader.load(config.certificates(), clock).certificates(), protocols, pool);
    }

    /** What handshakes are answered with now. */
    public Certificates certificates() {
        return certificates;
    }

    /** Answers handshakes from now on with others. */
    public void replace(Certificates others) {
        certificates = others;
    }

    /** The handler for one new connection, first in its pipeline. */
    public SslHandler newHandler() {
        SslHandler handler = new SslHandler(new HandshakeEngine(engines::newEngine, engines.none(), pool), pool);
        handler.setHandshakeTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        return handler;
    }

    /** What was agreed on, or null where the handshake has not succeeded. */
    public static @Nullable TlsDetails details(SslHandler handler) {
        if (!(handler.engine() instanceof HandshakeEngine engine) || !engine.isEstablished()) {
            return null;
        }
        SSLSession session = engine.getSession();
        return new TlsDetails(
                session.getProtocol(), session.getCipherSuite(), engine.serverName(), engine.getApplicationProtocol());
    }
}
