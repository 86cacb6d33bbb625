package io.tollgate.proxy.tls;

import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What a connection agreed on. Immutable.
 *
 * @param version such as {@code TLSv1.3}
 * @param serverName the name the client asked for, in lower case, where it can be one
 * @param clientName the subject of the certificate that the client showed and was believed; null where it showed none
 * @param protocol what ALPN chose; null or empty where the client offered nothing
 */
public record TlsDetails(
        String version,
        String cipher,
        @Nullable String serverName,
        @Nullable String protocol,
        @Nullable String clientName) {

    /**
     * Of an engine whose handshake has succeeded.
     *
     * @param isAsking whether the client was asked for a certificate
     */
    static TlsDetails of(SSLEngine engine, @Nullable String serverName, boolean isAsking) {
        SSLSession session = engine.getSession();
        return new TlsDetails(
                session.getProtocol(),
                session.getCipherSuite(),
                serverName,
                engine.getApplicationProtocol(),
                isAsking ? clientName(session) : null);
    }

    private static @Nullable String clientName(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate leaf ? ClientName.of(leaf) : null;
        } catch (SSLPeerUnverifiedException e) {
            return null; // It showed none.
        }
    }
}
