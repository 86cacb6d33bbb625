package io.tollgate.proxy.soak;

import io.tollgate.proxy.GatewayRig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Two certificates for one place, both trusted by whoever asks. Confined to one thread. */
final class Renewals {
    private final Path place;
    private final List<Path> kept;

    Renewals(GatewayRig rig) throws Exception {
        place = rig.folder().resolve("certs");
        kept = List.of(rig.folder().resolve("certs-a"), rig.folder().resolve("certs-b"));
        copy(place, kept.get(0));
        rig.renewCertificate();
        copy(place, kept.get(1));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Puts one of the two where the gateway reads it. */
    void put(int which) throws IOException {
        copy(kept.get(which % kept.size()), place);
    }

    SSLContext trust() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Path folder : kept) {
            try (InputStream in = Files.newInputStream(folder.resolve("ca.crt"))) {
                store.setCertificateEntry(
                        folder.toString(),
                        CertificateFactory.getInstance("X.509").generateCertificate(in));
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
