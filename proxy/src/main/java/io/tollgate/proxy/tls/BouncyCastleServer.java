package io.tollgate.proxy.tls;

import io.tollgate.config.ClientCertificates;
import io.tollgate.config.TlsVersion;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;
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
final class BouncyCastleServer {

    /** AES-GCM only, with forward secrecy: what every client since 2014 has, and what is fast here. */
    private static final String[] SUITES_13 = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"};

    private static final String[] SUITES_12 = {
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
    };

    private static final String[] GROUPS = {"X25519MLKEM768", "x25519", "secp256r1", "secp384r1"};

    private static final String[] SIGNATURES = {
        "ecdsa_secp256r1_sha256",
        "ecdsa_secp384r1_sha384",
        "ed25519",
        "rsa_pss_rsae_sha256",
        "rsa_pss_rsae_sha384",
        "rsa_pkcs1_sha256",
        "rsa_pkcs1_sha384"
    };

    /** TLS 1.2 sessions that can be resumed: about 2 KB each. TLS 1.3 has none here. */
    private static final int SESSIONS = 4_096;

    private static final int SESSION_SECONDS = 3_600;

    private final SSLContext context;
    private final SSLSession none;
    private final BCSSLParameters parameters;
    // Held, because java.util.logging forgets the level of a logger that nobody holds.
    private final Logger quieted;

    BouncyCastleServer(
            TlsVersion minimum,
            List<String> protocols,
            Supplier<Certificates> certificates,
            ClientCertificates.Mode clients,
            ClientTrust trust) {
        this.quieted = quieted();
        this.parameters = parameters(minimum, protocols);
        switch (clients) {
            case NONE -> {}
            case OPTIONAL -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        try {
            TunedProviders providers = new TunedProviders(BouncyCastle.PROVIDER);
            this.context = SSLContext.getInstance(
                    "TLS", new BouncyCastleJsseProvider(false, new TunedCrypto.Factory(providers)));
            context.init(
                    new KeyManager[] {new ServerKeys(certificates)}, new TrustManager[] {trust}, new SecureRandom());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS cannot be set up on this Java runtime", e);
        }
        SSLSessionContext sessions = context.getServerSessionContext();
        sessions.setSessionCacheSize(SESSIONS);
        sessions.setSessionTimeout(SESSION_SECONDS);
        this.none = context.createSSLEngine().getSession();
    }

    /** Two INFO lines for each connection are not what an operator wants; failures are counted and logged by the listener. */
    private static Logger quieted() {
        Logger logger = Logger.getLogger("org.bouncycastle.jsse");
        logger.setLevel(Level.OFF);
        return logger;
    }

    private static BCSSLParameters parameters(TlsVersion minimum, List<String> protocols) {
        boolean with12 = minimum == TlsVersion.TLS_1_2;
        BCSSLParameters parameters = new BCSSLParameters();
        parameters.setProtocols(with12 ? new String[] {"TLSv1.3", "TLSv1.2"} : new String[] {"TLSv1.3"});
        parameters.setCipherSuites(with12 ? concat(SUITES_13, SUITES_12) : SUITES_13.clone());
        parameters.setUseCipherSuitesOrder(true);
        parameters.setNamedGroups(GROUPS.clone());
        parameters.setSignatureSchemes(SIGNATURES.clone());
        parameters.setApplicationProtocols(protocols.toArray(String[]::new));
        return parameters;
    }

    private static String[] concat(String[] first, String[] second) {
        String[] both = new String[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** An engine for a client that asked for this name; the name travels to {@link ServerKeys} as the peer's host. */
    SSLEngine newEngine(@Nullable String serverName) {
        SSLEngine engine = context.createSSLEngine(serverName, -1);
        engine.setUseClientMode(false);
        ((BCSSLEngine) engine).setParameters(parameters);
        return engine;
    }

    /** The session of a connection that has none yet. */
    SSLSession none() {
        return none;
    }

    /** The logger kept quiet as long as this object lives. */
    Logger logger() {
        return quieted;
    }
}
