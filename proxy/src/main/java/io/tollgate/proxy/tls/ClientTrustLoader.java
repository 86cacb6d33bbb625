package io.tollgate.proxy.tls;

import io.tollgate.config.ClientCertificates;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Reads the authorities whose clients are trusted, and judges whether any can be. */
public final class ClientTrustLoader {

    private ClientTrustLoader() {}

    /** What a listener trusts; nobody where it asks for no certificate. */
    static ClientTrust load(ClientCertificates clients, InstantSource clock) throws TlsProblemException {
        Path file = clients.trust();
        if (clients.mode() == ClientCertificates.Mode.NONE || file == null) {
            return ClientTrust.NOBODY;
        }
        List<X509Certificate> authorities = new PemFiles(BouncyCastle.PROVIDER).chain(file);
        for (X509Certificate authority : authorities) {
            requireAuthority(file, authority);
        }
        return new ClientTrust(authorities, clock);
    }

    /** Everything there is to say about this file, errors and warnings, without keeping anything: for {@code check}. */
    public static List<TlsProblem> check(ClientCertificates clients, InstantSource clock) {
        List<TlsProblem> problems = new ArrayList<>();
        try {
            for (X509Certificate authority : load(clients, clock).getAcceptedIssuers()) {
                Path file = clients.trust();
                if (file != null && authority.getNotAfter().toInstant().isBefore(clock.instant())) {
                    problems.add(TlsProblem.warning(
                            file,
                            "the authority " + ClientName.of(authority) + " is expired",
                            "whom it vouches for is refused; put the new one in its place"));
                }
            }
        } catch (TlsProblemException e) {
            problems.addAll(e.problems());
        }
        return problems;
    }

    private static void requireAuthority(Path file, X509Certificate authority) throws TlsProblemException {
        boolean forClients;
        try {
            forClients = ClientTrust.isForClients(authority);
        } catch (CertificateParsingException e) {
            forClients = false;
        }
        if (authority.getBasicConstraints() < 0) {
            throw new TlsProblemException(TlsProblem.error(
                    file,
                    ClientName.of(authority) + " is no authority's certificate",
                    "name the certificate that those of the clients were issued with"));
        }
        if (!forClients) {
            throw new TlsProblemException(TlsProblem.error(
                    file,
                    "the authority " + ClientName.of(authority) + " may not vouch for clients",
                    "take one without extended key usage, or with clientAuth"));
        }
    }
}
