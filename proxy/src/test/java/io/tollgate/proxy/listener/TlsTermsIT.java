package io.tollgate.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.config.TlsEngine;
import io.tollgate.config.TlsVersion;
import io.tollgate.proxy.tls.HandshakePool;
import io.tollgate.proxy.tls.Hellos;
import io.tollgate.proxy.tls.ServerTls;
import io.tollgate.proxy.tls.TestCertificates;
import io.tollgate.proxy.tls.TlsFixtures;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
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

/** What clients may agree on with a listener as it is by default, and the words in which the rest is refused. */
@ParameterizedClass
@EnumSource(TlsEngine.class)
class TlsTermsIT {

    private static final int VERSION_AT = 9;
    private static final byte PROTOCOL_VERSION = 70;

    @Parameter
    TlsEngine engine;

    @TempDir
    Path directory;

    HandshakePool pool = new HandshakePool(1);
    TestCertificates certificates;
    TestServer server;

    @BeforeEach
    void start() throws Exception {
        certificates = new TestCertificates(directory);
        server = new TestServer(
                Io.EPOLL,
                TlsFixtures.tls(
                        engine,
                        List.of(certificates.issued("a.example")),
                        TlsVersion.TLS_1_2,
                        pool,
                        ServerTls.HANDSHAKE));
    }

    @AfterEach
    void stop() {
        server.close();
        pool.close();
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 1, 2})
    void ssl_3_and_tls_1_0_and_1_1_are_refused_as_a_matter_of_version(byte minor) throws Exception {
        byte[] hello = Hellos.withName("a.example");
        hello[VERSION_AT + 1] = minor;
        try (Socket client = server.connect()) {
            client.getOutputStream().write(hello);
            byte[] alert = client.getInputStream().readNBytes(7);
            assertThat(alert).startsWith(new byte[] {21, 3}).endsWith(new byte[] {0, 2, 2, PROTOCOL_VERSION});
        }
        assertThat(server.served).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void a_client_that_speaks_no_protocol_of_ours_is_told_so(String version) throws Exception {
        try (SSLSocket client = offering(version, "spdy/3", "h3")) {
            assertThatThrownBy(client::startHandshake)
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("no_application_protocol"); // RFC 7301 section 3.2
        }
        assertThat(server.served).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void who_offers_several_protocols_or_none_is_served(String version) throws Exception {
        try (SSLSocket client = offering(version, "spdy/3", "http/1.1")) {
            client.startHandshake();
            assertThat(client.getApplicationProtocol()).isEqualTo("http/1.1");
            assertThat(client.getSession().getProtocol()).isEqualTo(version);
        }
        try (SSLSocket client = offering(version)) {
            client.startHandshake();
            assertThat(client.getApplicationProtocol()).isEmpty();
        }
    }

    @Test
    void only_suites_with_forward_secrecy_and_authenticated_ciphers_are_agreed_on() throws Exception {
        for (String weak :
                List.of("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256")) {
            try (SSLSocket client = offering("TLSv1.2")) {
                client.setEnabledCipherSuites(new String[] {weak});
                assertThatThrownBy(client::startHandshake).hasMessageContaining("handshake_failure");
            }
        }
    }

    private SSLSocket offering(String version, String... protocols) throws Exception {
        SSLSocket client =
                (SSLSocket) certificates.clientContext().getSocketFactory().createSocket("127.0.0.1", server.port());
        client.setSoTimeout(10_000);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setApplicationProtocols(protocols);
        client.setSSLParameters(parameters);
        return client;
    }
}
