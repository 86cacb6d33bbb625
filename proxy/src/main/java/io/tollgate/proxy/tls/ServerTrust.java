package io.tollgate.proxy.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Judges the certificate of a server that we connect to: its dates, its name (the engine's peer host), and whether an authority that is
 * trusted issued it. Each refusal says which of these and what to do. Safe for use by any thread.
 */
final class ServerTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager authorities;
    private final InstantSource clock;
    private final String remedy;

    private ServerTrust(X509ExtendedTrustManager authorities, InstantSource clock, String remedy) {
        this.authorities = authorities;
        this.clock = clock;
        this.remedy = remedy;
    }

    /** Trusts these authorities and no others. */
    static ServerTrust of(List<X509Certificate> authorities, InstantSource clock) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            return new ServerTrust(
                    manager(store), clock, "put its authority's certificate into the file that tls.trust names");
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException("this Java runtime keeps no certificates", e);
        }
    }

    /** Trusts whom the Java runtime trusts. */
    static ServerTrust ofRuntime(InstantSource clock) {
        try {
            return new ServerTrust(
                    manager(null), clock, "name the file of its authority's certificate by tls.trust of the upstream");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no list of authorities", e);
        }
    }

    private static X509ExtendedTrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager found) {
                return found;
            }
        }
        throw new KeyStoreException("no trust manager for X.509");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        X509Certificate leaf = chain[0];
        requireDates(leaf);
        String host = engine.getPeerHost();
        if (host == null || !PeerNames.isFor(leaf, host)) {
            throw new ServerRefusedException("its certificate is not for " + host + " but for " + PeerNames.told(leaf)
                    + "; if that is the right server, say so by tls.name of the upstream");
        }
        try {
            authorities.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException e) {
            throw new ServerRefusedException(words(leaf, e), e);
        }
    }

    private void requireDates(X509Certificate leaf) throws ServerRefusedException {
        Instant now = clock.instant();
        if (now.isAfter(leaf.getNotAfter().toInstant())) {
            throw new ServerRefusedException(
                    "its certificate expired on " + day(leaf.getNotAfter().toInstant()) + "; put a new one there");
        }
        if (now.isBefore(leaf.getNotBefore().toInstant())) {
            throw new ServerRefusedException("its certificate is valid from "
                    + day(leaf.getNotBefore().toInstant()) + " only; look at both machines' clocks");
        }
    }

    private static String day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    private String words(X509Certificate leaf, CertificateException failure) {
        String issuer = PeerNames.printable(leaf.getIssuerX500Principal().getName());
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathValidatorException path) {
                if (path.getReason() == BasicReason.EXPIRED) {
                    return "a certificate above its own, of those that lead to " + issuer + ", has expired; renew it";
                }
                if (path.getReason() == BasicReason.ALGORITHM_CONSTRAINED) {
                    return "its certificate or one above it uses a key or signature that is too weak; get a new one";
                }
            }
        }
        return "its certificate was issued by " + issuer + ", who is not trusted or does not lead to one who is; "
                + remedy;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }

    // What follows is asked of sockets and servers only, of which there are none here.

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("nobody to ask for its name");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("nobody to ask for its name");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this end is the client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this end is the client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this end is the client");
    }
}
