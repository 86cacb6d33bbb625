package io.tollgate.config;

import java.util.List;

/**
 * How a listener speaks TLS.
 *
 * @param certificates at least one, chosen by SNI; the first serves clients that name no host or an unknown one
 */
public record TlsConfig(TlsEngine engine, List<CertificateFiles> certificates, TlsVersion minimum) {

    public TlsConfig {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("tls needs a certificate");
        }
    }
}
