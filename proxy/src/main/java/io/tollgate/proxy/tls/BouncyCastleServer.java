package io.tollgate.proxy.tls;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import org.bouncycastle.jsse.BCSSLEngine;
import org.bouncycastle.jsse.BCSSLParameters;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.jspecify.annotations.Nullable;

/**
 * Makes Bouncy Castle's TLS engines for a listener. Safe for use by any thread.
 *
 * <p>The providers are this object's own and are not registered with the Java runtime: no other code changes its behaviour.
 */
final class BouncyCastleServer implements ServerEngine {

    /** TLS 1.2 sessions that can be resumed: about 2 KB each. TLS 1.3 has none here. */
    private static final int SESSIONS = 4_096;

    private final SSLContext context;
    private final SSLSession none;
    private final boolean isHeavyToTheEnd;
    private final BCSSLParameters parameters;
    // Held, because java.util.logging forgets the level of a logger that nobody holds.
    private final Logger quieted;

    BouncyCastleServer(ServerTerms terms) {
        this.quieted = quieted();
        this.parameters = parameters(terms);
        this.isHeavyToTheEnd = terms.isAskingClients();
        switch (terms.clients()) {
            case NONE -> {}
            case OPTIONAL -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        try {
            TunedProviders providers = new TunedProviders(BouncyCastle.PROVIDER);
            this.context = SSLContext.getInstance(
                    "TLS", new BouncyCastleJsseProvider(false, new TunedCrypto.Factory(providers)));
            context.init(
                    new KeyManager[] {new ServerKeys(terms::certificates)},
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

    /** Two INFO lines for each connection are not what an operator wants; failures are counted and logged by the listener. */
    private static Logger quieted() {
        Logger logger = Logger.getLogger("org.bouncycastle.jsse");
        logger.setLevel(Level.OFF);
        return logger;
    }

    private static BCSSLParameters parameters(ServerTerms terms) {
        BCSSLParameters parameters = new BCSSLParameters();
        parameters.setProtocols(terms.versions());
        parameters.setCipherSuites(terms.suites().toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        parameters.setNamedGroups(ServerTerms.GROUPS.toArray(String[]::new));
        parameters.setSignatureSchemes(ServerTerms.SIGNATURES.toArray(String[]::new));
        parameters.setApplicationProtocols(terms.protocols().toArray(String[]::new));
        return parameters;
    }

    @Override
    public TlsHandler newHandler(HandshakePool pool, Executor tasks, Duration deadline) {
        HandshakeEngine.Source source = hello -> newEngine(hello == null ? null : hello.serverName());
        return new EngineHandler(new HandshakeEngine(source, none, pool, isHeavyToTheEnd), tasks, deadline);
    }

    @Override
    public void close() {
        // All of it is on the heap.
    }

    /** An engine for a client that asked for this name; the name travels to {@link ServerKeys} as the peer's host. */
    private SSLEngine newEngine(@Nullable String serverName) {
        SSLEngine engine = context.createSSLEngine(serverName, -1);
        engine.setUseClientMode(false);
        ((BCSSLEngine) engine).setParameters(parameters);
        return engine;
    }

    /** The logger kept quiet as long as this object lives. */
    Logger logger() {
        return quieted;
    }
}
