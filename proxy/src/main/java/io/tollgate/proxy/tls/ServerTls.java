package io.tollgate.proxy.tls;

import io.netty.handler.ssl.SslHandler;
import io.tollgate.config.TlsConfig;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of one listener: makes the handler of each connection. Safe for use by any thread.
 *
 * <p>Certificates can be swapped while it serves; connections that stand keep theirs.
 */
public final class ServerTls {

    /** A handshake that takes longer is ended. */
    public static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

    private volatile Certificates certificates;
    private final BouncyCastleServer engines;
    private final HandshakePool pool;
    private final Duration deadline;

    /**
     * Serves with these certificates.
     *
     * @param trust judges the certificates of clients, where the configuration asks for them
     * @param protocols what ALPN offers, the most wanted first
     */
    ServerTls(
            TlsConfig config,
            Certificates certificates,
            ClientTrust trust,
            List<String> protocols,
            HandshakePool pool,
            Duration deadline) {
        this.certificates = certificates;
        this.engines = new BouncyCastleServer(
                config.minimum(),
                protocols,
                this::certificates,
                config.clients().mode(),
                trust);
        this.pool = pool;
        this.deadline = deadline;
    }

    /** Reads the certificates that the configuration names, and serves with them; what is odd about them is logged. */
    public static ServerTls load(TlsConfig config, List<String> protocols, HandshakePool pool, InstantSource clock)
            throws TlsProblemException {
        CertificateLoader.Loaded loaded = CertificateLoader.load(config.certificates(), clock);
        loaded.warnings().forEach(warning -> LOG.warn("tls.certificate: {}", warning));
        return new ServerTls(
                config,
                loaded.certificates(),
                ClientTrustLoader.load(config.clients(), clock),
                protocols,
                pool,
                HANDSHAKE);
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
        return newHandler(pool);
    }

    /** The same, with the cryptography of its handshake run by {@code tasks}. */
    public SslHandler newHandler(Executor tasks) {
        SslHandler handler = new SslHandler(new HandshakeEngine(engines::newEngine, engines.none(), pool), tasks);
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
                session.getProtocol(),
                session.getCipherSuite(),
                engine.serverName(),
                engine.getApplicationProtocol(),
                clientName(session));
    }

    private static @Nullable String clientName(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate leaf ? ClientName.of(leaf) : null;
        } catch (SSLPeerUnverifiedException e) {
            return null; // It showed none.
        }
    }

    /** Why a client was refused, if a handshake failed over its certificate; else null. */
    public static @Nullable String refusedClient(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 8; depth++) {
            if (cause instanceof ClientCertificateException) {
                return cause.getMessage();
            }
            if (cause instanceof TlsFatalAlert alert
                    && alert.getAlertDescription() == AlertDescription.certificate_required) {
                return "none was shown";
            }
            cause = cause.getCause();
        }
        return null;
    }
}
