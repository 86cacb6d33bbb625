package io.tollgate.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.certs.DevAuthority;
import io.tollgate.certs.IssuedCertificate;
import io.tollgate.config.ClientCertificates;
import io.tollgate.config.TlsConfig;
import io.tollgate.config.TlsEngine;
import io.tollgate.config.TlsVersion;
import io.tollgate.proxy.tls.HandshakePool;
import io.tollgate.proxy.tls.ServerTls;
import io.tollgate.proxy.tls.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients with a certificate that take up a session again: it says no more than the certificate would today. */
@ParameterizedClass
@EnumSource(TlsEngine.class)
class ClientResumptionIT {
    @Parameter
    TlsEngine engine;

    @TempDir
    Path directory;

    final HandshakePool pool = new HandshakePool(1);
    volatile Instant now;
    Instant end;
    TestCertificates certificates;
    TestServer server;
    SSLContext client;

    @BeforeEach
    void start() throws Exception {
        certificates = new TestCertificates(directory);
        DevAuthority authority = DevAuthority.forClients(new SecureRandom(), InstantSource.system());
        IssuedCertificate shown = authority.client("ann@clinic.example");
        end = shown.certificate().getNotAfter().toInstant();
        now = end.minusSeconds(60);
        Path trust = Files.writeString(
                directory.resolve("clients.pem"), authority.issuer().certificatePem());
        TlsConfig config = new TlsConfig(
                engine,
                List.of(certificates.issued("localhost")),
                TlsVersion.TLS_1_2,
                new ClientCertificates(ClientCertificates.Mode.REQUIRED, trust));
        server = new TestServer(Io.EPOLL, ServerTls.load(config, List.of("http/1.1"), pool, () -> now));
        client = showing(shown, authority.certificate());
    }

    @AfterEach
    void stop() {
        server.close();
        pool.close();
    }

    private SSLContext showing(IssuedCertificate shown, X509Certificate issuer) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("client", shown.key(), new char[0], new X509Certificate[] {shown.certificate(), issuer});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry(
                "ca",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(
                                certificates.authorityPem().getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** When the session was made that this connection uses. */
    private long visit(String version) throws Exception {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port());
        plain.setSoTimeout(10_000);
        try (SSLSocket socket =
                (SSLSocket) client.getSocketFactory().createSocket(plain, "localhost", server.port(), true)) {
            socket.setEnabledProtocols(new String[] {version});
            socket.getOutputStream().write('x');
            if (socket.getInputStream().read() != 'x') {
                throw new IOException("nothing came back");
            }
            return socket.getSession().getCreationTime();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void a_certificate_that_has_expired_since_is_no_good_for_going_on(String version) throws Exception {
        visit(version);
        visit(version);
        assertThat(server.served).hasSize(2).allMatch(one -> one.tls().clientName() != null);
        now = end.plusSeconds(60);
        assertThatThrownBy(() -> visit(version)).isInstanceOf(IOException.class);
        assertThat(server.served).hasSize(2);
    }
}
