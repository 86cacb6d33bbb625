package io.tollgate.config;

import java.util.List;

/**
 * How a listener speaks TLS.
 *
 * @param certificates at least one, chosen by SNI; the first serves clients that name no host or an unknown one
 * @param clients whether clients show a certificate of their own
 */
public record TlsConfig(
        TlsEngine engine, List<CertificateFiles> certificates, TlsVersion minimum, ClientCertificates clients) {

    public TlsConfig {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("tls needs a certificate");
        }
    }

    /** The same for a listener whose clients are asked for no certificate. */
    TlsConfig withoutClientCertificates() {
        return clients.mode() == ClientCertificates.Mode.NONE
                ? this
                : new TlsConfig(engine, certificates, minimum, ClientCertificates.NONE);
    }
}
