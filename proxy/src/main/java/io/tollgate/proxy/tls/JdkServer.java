package io.tollgate.proxy.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS as the Java runtime has it. Safe for use by any thread.
 *
 * <p>Sessions are resumed by tickets whose keys the runtime makes for this object alone and changes every hour: a session never outlives
 * the certificates and the trust it was made under.
 */
final class JdkServer implements ServerEngine {

    /** TLS 1.2 sessions of clients without tickets that can be resumed. */
    private static final int SESSIONS = 4_096;

    private final ServerTerms terms;
    private final SSLContext context;
    private final SSLSession none;
    private final AtomicLong connections = new AtomicLong();

    JdkServer(ServerTerms terms) {
        this.terms = terms;
        try {
            this.context = SSLContext.getInstance("TLS", "SunJSSE");
            context.init(
                    new KeyManager[] {new ChosenKeys(terms.certificates(), JdkServer::ofRuntime, false)},
                    new TrustManager[] {terms.trust()},
                    new SecureRandom());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS cannot be set up on this Java runtime", e);
        }
        SSLSessionContext sessions = context.getServerSessionContext();
        sessions.setSessionCacheSize(SESSIONS);
        sessions.setSessionTimeout(ServerTerms.SESSION_SECONDS);
        this.none = context.createSSLEngine().getSession();
    }

    private static PrivateKey ofRuntime(ServerCertificate certificate) {
        try {
            return RuntimeKeys.of(certificate.key());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no keys of a kind that it should have", e);
        }
    }

    @Override
    public TlsHandler newHandler(HandshakePool pool, Executor tasks, Duration deadline) {
        return new EngineHandler(new HandshakeEngine(this::newEngine, none, pool, terms.clients()), tasks, deadline);
    }

    private SSLEngine newEngine(@Nullable ClientHello hello) {
        int choice = terms.certificates().choice(hello);
        SSLEngine engine = context.createSSLEngine(ChosenKeys.peerHost(choice), -1);
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters(engine.getSSLParameters()));
        return engine;
    }

    private SSLParameters parameters(SSLParameters parameters) {
        parameters.setProtocols(terms.versions());
        parameters.setCipherSuites(terms.suites().toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        parameters.setApplicationProtocols(terms.protocols().toArray(String[]::new));
        parameters.setServerNames(List.of());
        switch (terms.clients()) {
            case NONE -> {}
            case OPTIONAL -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        if (terms.isAskingClients()) {
            // A session goes on only where this is what it was, and it is not looked at otherwise: our trust is not the
            // runtime's.
            parameters.setEndpointIdentificationAlgorithm("none-" + connections.incrementAndGet());
        }
        NewerSettings.apply(parameters);
        return parameters;
    }

    @Override
    public void close() {
        // All of it is on the heap.
    }
}
