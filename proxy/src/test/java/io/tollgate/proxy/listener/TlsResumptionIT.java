package io.tollgate.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.certs.DevAuthority;
import io.tollgate.config.CertificateFiles;
import io.tollgate.config.ClientCertificates;
import io.tollgate.config.TlsConfig;
import io.tollgate.config.TlsEngine;
import io.tollgate.config.TlsVersion;
import io.tollgate.proxy.tls.HandshakePool;
import io.tollgate.proxy.tls.ServerTls;
import io.tollgate.proxy.tls.TestCertificates;
import io.tollgate.proxy.tls.TlsFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions are resumed where nothing has changed, and never over a change of certificates or of what clients must show. */
@ParameterizedClass
@EnumSource(names = {"BORINGSSL", "JDK"})
class TlsResumptionIT {

    private static final String V13 = "TLSv1.3";
    private static final String V12 = "TLSv1.2";

    @Parameter
    TlsEngine engine;

    @TempDir
    Path directory;

    HandshakePool pool = new HandshakePool(1);
    TestCertificates certificates;
    List<CertificateFiles> files;
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    SSLContext client;

    @BeforeEach
    void make() throws Exception {
        certificates = new TestCertificates(directory);
        files = List.of(certificates.issued("a.example"));
        client = certificates.clientContext();
    }

    @AfterEach
    void stopPool() {
        pool.close();
    }

    private ServerTls tls(List<CertificateFiles> served, ClientCertificates clients) {
        return TlsFixtures.tls(new TlsConfig(engine, served, TlsVersion.TLS_1_2, clients), pool, now::get);
    }

    private ServerTls tls() {
        return tls(files, ClientCertificates.NONE);
    }

    /** When the session began that this connection goes on with; tickets come with the first byte. */
    private long begun(TestServer server, String version) throws IOException {
        try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {version});
            socket.setSSLParameters(parameters);
            socket.getOutputStream().write(1);
            assertThat(socket.getInputStream().read()).isEqualTo(1);
            SSLSession session = socket.getSession();
            assertThat(session.getProtocol()).isEqualTo(version);
            return session.getCreationTime();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V13, V12})
    void a_client_that_comes_back_resumes_its_session(String version) throws Exception {
        try (TestServer server = new TestServer(Io.EPOLL, tls())) {
            long first = begun(server, version);
            assertThat(begun(server, version)).isEqualTo(first);
            assertThat(begun(server, version)).isEqualTo(first);
            assertThat(server.served)
                    .hasSize(3)
                    .allSatisfy(
                            connection -> assertThat(connection.tls().version()).isEqualTo(version));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V13, V12})
    void the_same_certificates_read_again_leave_sessions_alone(String version) throws Exception {
        try (TestServer server = new TestServer(Io.EPOLL, tls())) {
            long first = begun(server, version);
            server.changed(tls());
            assertThat(begun(server, version)).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V13, V12})
    void no_session_outlives_its_certificate(String version) throws Exception {
        try (TestServer server = new TestServer(Io.EPOLL, tls())) {
            long first = begun(server, version);
            server.changed(tls(List.of(certificates.issued("a.example")), ClientCertificates.NONE));
            assertThat(begun(server, version)).isNotEqualTo(first);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V13, V12})
    void who_must_show_a_certificate_from_now_on_can_not_resume_a_session_without_one(String version) throws Exception {
        DevAuthority authority = DevAuthority.forClients(new SecureRandom(), InstantSource.system());
        Path trust = Files.writeString(
                directory.resolve("clients.crt"), authority.issuer().certificatePem());
        for (ClientCertificates before :
                List.of(ClientCertificates.NONE, new ClientCertificates(ClientCertificates.Mode.OPTIONAL, trust))) {
            try (TestServer server = new TestServer(Io.EPOLL, tls(files, before))) {
                long first = begun(server, version);
                assertThat(begun(server, version) == first)
                        .as("resumed, with certificates %s", before.mode().word())
                        .isEqualTo(before.mode() == ClientCertificates.Mode.NONE);
                server.changed(tls(files, new ClientCertificates(ClientCertificates.Mode.REQUIRED, trust)));
                int served = server.served.size();
                assertThatThrownBy(() -> begun(server, version)).isInstanceOf(IOException.class);
                assertThat(server.served).hasSize(served);
            }
        }
    }

    @Test
    void keys_of_tickets_change_with_the_hours() throws Exception {
        try (TestServer server = new TestServer(Io.EPOLL, tls())) {
            long first = begun(server, V13);
            pass(Duration.ofMinutes(61));
            assertThat(begun(server, V13)).as("by the key before").isEqualTo(first);
            if (engine == TlsEngine.BORINGSSL) { // The JDK changes its keys by its own clock.
                pass(Duration.ofHours(3));
                assertThat(begun(server, V13)).as("two keys later").isNotEqualTo(first);
            }
        }
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }
}
