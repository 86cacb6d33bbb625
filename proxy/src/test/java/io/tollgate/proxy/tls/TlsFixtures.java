package io.tollgate.proxy.tls;

import io.tollgate.config.CertificateFiles;
import io.tollgate.config.ClientCertificates;
import io.tollgate.config.TlsConfig;
import io.tollgate.config.TlsEngine;
import io.tollgate.config.TlsVersion;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** TLS as tests want it, with short deadlines and small pools. */
public final class TlsFixtures {

    private TlsFixtures() {}

    public static ServerTls tls(
            List<CertificateFiles> files, TlsVersion minimum, HandshakePool pool, Duration deadline) {
        return tls(TlsEngine.BOUNCY_CASTLE, files, minimum, pool, deadline);
    }

    public static ServerTls tls(
            TlsEngine engine, List<CertificateFiles> files, TlsVersion minimum, HandshakePool pool, Duration deadline) {
        TlsConfig config = new TlsConfig(engine, files, minimum, ClientCertificates.NONE);
        try {
            ServerTerms terms = new ServerTerms(
                    config, certificates(files), ClientTrust.NOBODY, List.of("http/1.1"), InstantSource.system());
            return new ServerTls(terms, pool, deadline);
        } catch (TlsProblemException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a configuration says it, with a clock of the test's. */
    public static ServerTls tls(TlsConfig config, HandshakePool pool, InstantSource clock) {
        try {
            return ServerTls.load(config, List.of("http/1.1"), pool, clock);
        } catch (TlsProblemException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many still need what BoringSSL holds outside the heap for this listener. */
    public static int references(ServerTls tls) {
        return ((BoringServer) tls.server()).references();
    }

    public static Certificates certificates(List<CertificateFiles> files) throws TlsProblemException {
        return CertificateLoader.load(files, InstantSource.system()).certificates();
    }

    public static HandshakePool pool(int most) {
        return new HandshakePool(1, most);
    }
}
