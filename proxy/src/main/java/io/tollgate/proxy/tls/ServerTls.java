package io.tollgate.proxy.tls;

import io.netty.handler.ssl.SslProvider;
import io.tollgate.config.TlsConfig;
import io.tollgate.config.TlsEngine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of one listener: makes the handler of each connection. Safe for use by any thread.
 *
 * <p>It stays what it is; other certificates are another one, and connections that stand keep theirs.
 */
public final class ServerTls implements AutoCloseable {

    /** A handshake that takes longer is ended. */
    public static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
    private static final int DEEPEST_CAUSE = 8;

    private final ServerTerms terms;
    private final ServerEngine server;
    private final HandshakePool pool;
    private final Duration deadline;

    /** Serves by these terms. */
    ServerTls(ServerTerms terms, HandshakePool pool, Duration deadline) {
        if (!SslProvider.isTlsv13Supported(
                SslProvider.JDK)) { // Found out once, which blocks: here, not on an event loop.
            throw new IllegalStateException("this Java runtime has no TLS 1.3; use an OpenJDK build");
        }
        this.terms = terms;
        this.server = switch (terms.config().engine()) {
            case BOUNCY_CASTLE -> new BouncyCastleServer(terms);
            case BORINGSSL -> new BoringServer(terms);
            case JDK -> new JdkServer(terms);
        };
        this.pool = pool;
        this.deadline = deadline;
    }

    /** Reads the certificates that the configuration names, and serves with them; what is odd about them is logged. */
    public static ServerTls load(TlsConfig config, List<String> protocols, HandshakePool pool, InstantSource clock)
            throws TlsProblemException {
        CertificateLoader.Loaded loaded = CertificateLoader.load(config.certificates(), clock);
        loaded.warnings().forEach(warning -> LOG.warn("tls.certificate: {}", warning));
        ClientTrust trust = ClientTrustLoader.load(config.clients(), clock);
        return new ServerTls(new ServerTerms(config, loaded.certificates(), trust, protocols, clock), pool, HANDSHAKE);
    }

    /** What handshakes are answered with. */
    public Certificates certificates() {
        return terms.certificates();
    }

    /** What speaks. */
    public TlsEngine engine() {
        return terms.config().engine();
    }

    /** By what. */
    ServerEngine server() {
        return server;
    }

    /** Whether the other would agree on the same with the same certificates, so that sessions of this one may go on. */
    public boolean isSameAs(ServerTls other) {
        return terms.isSameAs(other.terms);
    }

    /** The handler for one new connection, first in its pipeline; null after {@link #close}. */
    public @Nullable TlsHandler newHandler() {
        return newHandler(pool);
    }

    /** The same, with the cryptography of its handshake run by {@code tasks}. */
    public @Nullable TlsHandler newHandler(Executor tasks) {
        return server.newHandler(pool, tasks, deadline);
    }

    /** Is not asked for new connections any more; those that stand, and those that shake hands, go on. */
    @Override
    public void close() {
        server.close();
    }

    /** Why a client was refused, if a handshake failed over its certificate; else null. */
    public static @Nullable String refusedClient(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof ClientCertificateException) {
                return cause.getMessage();
            }
            if (isForNone(cause)) {
                return "none was shown";
            }
            cause = cause.getCause();
        }
        return null;
    }

    /** Each engine has its own words where a client that must show a certificate shows none. */
    private static boolean isForNone(Throwable cause) {
        if (cause instanceof TlsFatalAlert alert) {
            return alert.getAlertDescription() == AlertDescription.certificate_required;
        }
        String words = cause instanceof SSLException ? String.valueOf(cause.getMessage()) : "";
        return words.contains("PEER_DID_NOT_RETURN_A_CERTIFICATE") || words.contains("Empty client certificate chain");
    }
}
