package io.tollgate.proxy.tls;

import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.tollgate.config.CertificateFiles;
import io.tollgate.config.TlsVersion;
import io.tollgate.config.UpstreamTls;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards an upstream, with what its files held when they were read. Safe for use by any thread.
 *
 * <p>The engine is the JDK's: its handshakes have tasks that run elsewhere, its sessions are resumed, and its ciphers are those that
 * old servers have. There is no way to skip what {@link ServerTrust} checks, and none back to an older version.
 */
public final class ClientTls {
    /** A handshake that takes longer is ended. */
    public static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private static final char[] NO_PASSWORD = new char[0];

    private final SSLContext context;
    private final String[] protocols;
    private final @Nullable String name;
    private final String fingerprint;

    private ClientTls(SSLContext context, UpstreamTls config, String fingerprint) {
        this.context = context;
        this.protocols =
                config.minimum() == TlsVersion.TLS_1_3 ? new String[] {"TLSv1.3"} : new String[] {"TLSv1.3", "TLSv1.2"};
        this.name = config.name();
        this.fingerprint = fingerprint;
    }

    /** Reads the files that the configuration names; every problem of every file is reported at once. */
    public static ClientTls load(UpstreamTls config, InstantSource clock) throws TlsProblemException {
        List<TlsProblem> errors = new ArrayList<>();
        PemFiles pem = new PemFiles(BouncyCastle.PROVIDER);
        List<X509Certificate> authorities = authorities(pem, config.trust(), errors);
        ServerCertificate own = own(config.certificate(), clock, errors);
        if (!errors.isEmpty()) {
            throw new TlsProblemException(errors);
        }
        ServerTrust trust = config.trust() == null ? ServerTrust.ofRuntime(clock) : ServerTrust.of(authorities, clock);
        try {
            SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
            KeyManager[] keys = keys(pem, config.certificate(), own);
            context.init(keys, new TrustManager[] {trust}, null);
            return new ClientTls(context, config, fingerprint(config, authorities, own));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS cannot be set up on this Java runtime", e);
        }
    }

    /** Everything there is to say about these files, errors and warnings: for {@code check}. */
    public static List<TlsProblem> check(UpstreamTls config, InstantSource clock) {
        try {
            load(config, clock);
        } catch (TlsProblemException e) {
            return e.problems();
        }
        CertificateFiles own = config.certificate();
        return own == null ? List.of() : CertificateLoader.check(List.of(own), clock);
    }

    private static List<X509Certificate> authorities(PemFiles pem, @Nullable Path file, List<TlsProblem> errors) {
        if (file != null) {
            try {
                return pem.chain(file);
            } catch (TlsProblemException e) {
                errors.addAll(e.problems());
            }
        }
        return List.of();
    }

    private static @Nullable ServerCertificate own(
            @Nullable CertificateFiles files, InstantSource clock, List<TlsProblem> errors) {
        if (files != null) {
            try {
                return CertificateLoader.load(List.of(files), clock)
                        .certificates()
                        .all()
                        .get(0);
            } catch (TlsProblemException e) {
                errors.addAll(e.problems());
            }
        }
        return null;
    }

    private static KeyManager @Nullable [] keys(
            PemFiles pem, @Nullable CertificateFiles files, @Nullable ServerCertificate own)
            throws GeneralSecurityException, IOException, TlsProblemException {
        if (files == null || own == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "own",
                RuntimeKeys.of(pem.key(files.key())),
                NO_PASSWORD,
                own.chain().toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("NewSunX509");
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static String fingerprint(
            UpstreamTls config, List<X509Certificate> authorities, @Nullable ServerCertificate own)
            throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (X509Certificate authority : authorities) {
            digest.update(authority.getEncoded());
        }
        if (own != null) {
            for (X509Certificate certificate : own.chain()) {
                digest.update(certificate.getEncoded());
            }
        }
        return config + HexFormat.of().formatHex(digest.digest());
    }

    /** Whether the other would agree on the same: connections that stand need not be made anew. */
    public boolean isSameAs(ClientTls other) {
        return fingerprint.equals(other.fingerprint);
    }

    /**
     * The handler for one new connection, first in its pipeline.
     *
     * @param host that of the endpoint, a literal without brackets; asked for where no other name is declared
     */
    public SslHandler newHandler(String host, int port, HandshakePool pool) {
        return newHandler(host, port, pool, HANDSHAKE);
    }

    SslHandler newHandler(String host, int port, HandshakePool pool, Duration deadline) {
        String asked = withoutDot(name == null ? host : name);
        SSLEngine engine = context.createSSLEngine(asked, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols);
        boolean isAddress = NetUtil.createByteArrayFromIpAddressString(asked) != null;
        parameters.setServerNames(isAddress ? List.of() : List.of(new SNIHostName(asked)));
        engine.setSSLParameters(parameters);
        SslHandler handler = new SslHandler(engine, pool);
        handler.setHandshakeTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        return handler;
    }

    private static String withoutDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }
}
