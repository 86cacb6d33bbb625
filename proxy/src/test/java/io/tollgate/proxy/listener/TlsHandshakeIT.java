package io.tollgate.proxy.listener;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.config.CertificateFiles;
import io.tollgate.config.TlsEngine;
import io.tollgate.config.TlsVersion;
import io.tollgate.proxy.tls.HandshakePool;
import io.tollgate.proxy.tls.Hellos;
import io.tollgate.proxy.tls.ServerTls;
import io.tollgate.proxy.tls.TestCertificates;
import io.tollgate.proxy.tls.TlsFixtures;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.BCSSLParameters;
import org.bouncycastle.jsse.BCSSLSocket;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(TlsEngine.class)
class TlsHandshakeIT {

    private static final String V13 = "TLSv1.3";
    private static final String V12 = "TLSv1.2";
    private static final byte PROTOCOL_VERSION = 70;

    @Parameter
    TlsEngine engine;

    @TempDir
    Path directory;

    HandshakePool pool = new HandshakePool(2);
    TestCertificates certificates;
    List<CertificateFiles> files;

    @BeforeEach
    void makeCertificates() throws Exception {
        certificates = new TestCertificates(directory);
        files = List.of(
                certificates.issued("a.example"), certificates.issued("b.example"), certificates.issued("*.w.example"));
    }

    @AfterEach
    void stopPool() {
        pool.close();
    }

    static Stream<Arguments> everyIoAndVersion() {
        return Arrays.stream(Io.values()).flatMap(io -> Stream.of(V13, V12).map(v -> Arguments.of(io, v)));
    }

    @ParameterizedTest
    @MethodSource("everyIoAndVersion")
    void a_client_is_served_and_its_first_bytes_are_not_lost(Io io, String version) throws Exception {
        try (TestServer server = server(io)) {
            for (int i = 0; i < 20; i++) {
                try (SSLSocket client = client(server, version, "b.example")) {
                    client.getOutputStream().write("hello".getBytes(UTF_8)); // Goes out with the end of the handshake.
                    assertThat(client.getInputStream().readNBytes(5)).isEqualTo("hello".getBytes(UTF_8));
                    assertThat(client.getSession().getProtocol()).isEqualTo(version);
                    assertThat(client.getApplicationProtocol()).isEqualTo("http/1.1");
                }
            }
            assertThat(server.served).hasSize(20).allSatisfy(connection -> {
                assertThat(connection.tls().version()).isEqualTo(version);
                assertThat(connection.tls().serverName()).isEqualTo("b.example");
                assertThat(connection.tls().protocol()).isEqualTo("http/1.1");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V13, V12})
    void the_certificate_follows_the_name(String version) throws Exception {
        try (TestServer server = server(Io.EPOLL)) {
            assertThat(subject(server, version, "a.example")).isEqualTo("a.example");
            assertThat(subject(server, version, "B.Example")).isEqualTo("b.example");
            assertThat(subject(server, version, "x.w.example")).isEqualTo("*.w.example");
            assertThat(subject(server, version, "unknown.example")).isEqualTo("a.example");
        }
    }

    /** Names that are none and that the engine beneath us refuses, though we would not: it judges every extension itself. */
    private List<String> refusedNames() {
        return switch (engine) {
            case BOUNCY_CASTLE -> List.of();
            case BORINGSSL -> List.of("\u0000", "x".repeat(300));
            case JDK -> List.of("b.example:443", "foo_bar", "a b!", "[::1]", "\u0000", ".", "..", "x".repeat(300));
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {V13, V12})
    void a_malformed_name_is_served_with_the_first_certificate(String version) throws Exception {
        try (TestServer server = server(Io.EPOLL)) {
            for (String name :
                    List.of("b.example:443", "foo_bar", "a b!", "10.0.0.1", "[::1]", "\u0000", "ü", ".", "..")) {
                if (!refusedNames().contains(name)) {
                    assertThat(subject(server, version, name)).as(name).isEqualTo("a.example");
                }
            }
        }
    }

    @Test
    void odd_hellos_byte_by_byte_are_answered_with_a_server_hello_or_refused_in_words() throws Exception {
        try (TestServer server = server(Io.EPOLL)) {
            for (String name : List.of("b.example:443", "x".repeat(300), "\u0000", "[::1]")) {
                byte[] answer = answer(server, Hellos.withName(name));
                if (refusedNames().contains(name)) {
                    assertAlert(answer);
                } else {
                    assertThat(answer).as(name).startsWith(new byte[] {22, 3, 3});
                }
            }
        }
    }

    @Test
    void a_name_list_that_breaks_the_protocol_gets_an_alert_and_nothing_else() throws Exception {
        try (TestServer server = server(Io.EPOLL)) {
            // A name of no bytes, a list cut short, no list: RFC 6066 section 3 allows none of them.
            for (byte[] list : List.of(new byte[] {0, 3, 0, 0, 0}, new byte[] {0, 9, 0}, new byte[0])) {
                assertAlert(answer(server, Hellos.withExtension(list)));
            }
            assertThat(server.served).isEmpty();
        }
    }

    /** A fatal one; before a version is agreed on, engines write either of two into the record. */
    private static void assertAlert(byte[] answer) {
        assertThat(answer).hasSize(7).startsWith(new byte[] {21, 3});
        assertThat(Arrays.copyOfRange(answer, 3, 6)).isEqualTo(new byte[] {0, 2, 2});
    }

    @Test
    void what_is_older_than_the_minimum_is_refused() throws Exception {
        ServerTls only13 = TlsFixtures.tls(engine, files, TlsVersion.TLS_1_3, pool, ServerTls.HANDSHAKE);
        try (TestServer server = new TestServer(Io.EPOLL, only13)) {
            byte[] answer = answer(server, Hellos.withName("a.example"));
            assertAlert(answer);
            assertThat(answer[6]).isEqualTo(PROTOCOL_VERSION);
            assertThatThrownBy(() -> client(server, V12, "a.example").startHandshake())
                    .isInstanceOf(SSLException.class);
            assertThat(subject(server, V13, "a.example")).isEqualTo("a.example");
        }
    }

    @ParameterizedTest
    @MethodSource("everyIoAndVersion")
    void a_large_transfer_arrives_whole_in_both_directions(Io io, String version) throws Exception {
        byte[] sent = new byte[20_000_000];
        new Random(7).nextBytes(sent);
        try (TestServer server = server(io);
                SSLSocket client = client(server, version, "a.example")) {
            Thread writer = new Thread(() -> write(client, sent));
            writer.start();
            assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
            writer.join();
        }
    }

    private static void write(SSLSocket client, byte[] bytes) {
        try {
            OutputStream out = client.getOutputStream();
            for (int at = 0; at < bytes.length; at += 100_000) {
                out.write(bytes, at, 100_000);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("everyIoAndVersion")
    void the_end_of_a_connection_is_said_by_both_sides(Io io, String version) throws Exception {
        try (TestServer server = server(io);
                SSLSocket first = client(server, version, "a.example");
                SSLSocket second = client(server, version, "a.example")) {
            first.startHandshake();
            first.shutdownOutput();
            assertThat(first.getInputStream().read()).isEqualTo(-1); // A close_notify: without it this throws.
            second.startHandshake();
            assertThat(server.listener
                            .drain(Duration.ofSeconds(10))
                            .toCompletableFuture()
                            .get())
                    .isZero();
            assertThat(second.getInputStream().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EPOLL", "NIO"})
    void a_handshake_that_stalls_is_ended_at_the_deadline(Io io) throws Exception {
        ServerTls hasty = TlsFixtures.tls(engine, files, TlsVersion.TLS_1_2, pool, Duration.ofSeconds(2));
        try (TestServer server = new TestServer(io, hasty);
                Socket silent = server.connect();
                Socket halfway = server.connect()) {
            halfway.getOutputStream().write(Hellos.withName("a.example"));
            assertThat(silent.getInputStream().readAllBytes()).isEmpty();
            assertThat(halfway.getInputStream().readAllBytes()).startsWith(new byte[] {22, 3, 3});
            assertThat(server.listener.counts().failedHandshakes()).isEqualTo(2);
            assertThat(server.served).isEmpty();
        }
    }

    @Test
    void with_too_many_waiting_a_handshake_is_not_begun() throws Exception {
        HandshakePool full = TlsFixtures.pool(0);
        ServerTls tls = TlsFixtures.tls(engine, files, TlsVersion.TLS_1_2, full, ServerTls.HANDSHAKE);
        try (TestServer server = new TestServer(Io.EPOLL, tls)) {
            assertThat(answer(server, Hellos.withName("a.example"))).isEmpty();
            assertThat(server.listener.counts().shedHandshakes()).isEqualTo(1);
        } finally {
            full.close();
        }
    }

    @Test
    void places_in_the_pool_are_given_back() throws Exception {
        HandshakePool single = TlsFixtures.pool(1);
        ServerTls tls = TlsFixtures.tls(engine, files, TlsVersion.TLS_1_2, single, ServerTls.HANDSHAKE);
        try (TestServer server = new TestServer(Io.EPOLL, tls)) {
            for (int i = 0; i < 5; i++) {
                assertThat(subject(server, V12, "a.example")).isEqualTo("a.example");
                assertThat(answer(server, Hellos.withExtension(new byte[] {0}))).isNotEmpty();
            }
            assertThat(single.waiting()).isZero();
        } finally {
            single.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "\u0016\u0003\u0001\u0000\u0002ab",
                "\u0080.\u0001\u0003\u0001"
            })
    void what_is_no_tls_ends_the_connection_and_is_served_nothing(String bytes) throws Exception {
        try (TestServer server = server(Io.EPOLL);
                Socket client = server.connect()) {
            client.getOutputStream().write(bytes.getBytes(ISO_8859_1));
            client.shutdownOutput();
            client.getInputStream().readAllBytes();
            assertThat(server.served).isEmpty();
        }
    }

    @Test
    void the_post_quantum_group_works() throws Exception {
        try (TestServer server = server(Io.EPOLL)) {
            SSLContext context =
                    SSLContext.getInstance("TLS", new BouncyCastleJsseProvider(new BouncyCastleProvider()));
            context.init(null, new TrustManager[] {new TrustingAll()}, new SecureRandom());
            try (RecordingSocket recording = new RecordingSocket(server.port());
                    SSLSocket client = (SSLSocket)
                            context.getSocketFactory().createSocket(recording, "127.0.0.1", server.port(), true)) {
                BCSSLParameters parameters = new BCSSLParameters();
                // Without a plain curve Bouncy Castle's client offers no ECDSA either.
                parameters.setNamedGroups(new String[] {"X25519MLKEM768", "secp256r1"});
                parameters.setEarlyKeyShares(new String[] {"X25519MLKEM768"});
                ((BCSSLSocket) client).setParameters(parameters);
                client.getOutputStream().write(1);
                assertThat(client.getInputStream().read()).isEqualTo(1);
                // ML-KEM-768's ciphertext is that long. The JDK's TLS has not got it, and agrees on another group.
                int hybrid = 1_088;
                assertThat(recording.firstRecordLength() > hybrid || engine == TlsEngine.JDK)
                        .isTrue();
            }
        }
    }

    @Test
    void certificates_are_swapped_while_connections_stand() throws Exception {
        ServerTls tls = TlsFixtures.tls(engine, files, TlsVersion.TLS_1_2, pool, ServerTls.HANDSHAKE);
        try (TestServer server = new TestServer(Io.EPOLL, tls);
                SSLSocket before = client(server, V13, "a.example")) {
            before.startHandshake();
            server.changed(
                    TlsFixtures.tls(engine, List.of(files.get(1)), TlsVersion.TLS_1_2, pool, ServerTls.HANDSHAKE));
            assertThat(subject(server, V13, "a.example")).isEqualTo("b.example");
            before.getOutputStream().write(1);
            assertThat(before.getInputStream().read()).isEqualTo(1);
        }
    }

    @Test
    void a_session_of_tls_1_2_is_resumed() throws Exception {
        try (TestServer server = server(Io.EPOLL)) {
            SSLContext same = certificates.clientContext();
            List<byte[]> ids = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                try (SSLSocket client = client(server, V12, "a.example", same)) {
                    client.getOutputStream().write(1);
                    assertThat(client.getInputStream().read()).isEqualTo(1);
                    ids.add(client.getSession().getId());
                }
            }
            assertThat(ids.get(0)).isNotEmpty().isEqualTo(ids.get(1)).isEqualTo(ids.get(2));
        }
    }

    private TestServer server(Io io) {
        return new TestServer(io, TlsFixtures.tls(engine, files, TlsVersion.TLS_1_2, pool, ServerTls.HANDSHAKE));
    }

    private SSLSocket client(TestServer server, String version, String name) throws Exception {
        return client(server, version, name, certificates.clientContext());
    }

    private static SSLSocket client(TestServer server, String version, String name, SSLContext context)
            throws Exception {
        SSLSocket client = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port());
        client.setSoTimeout(10_000);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        parameters.setServerNames(List.of(new AnyName(name)));
        client.setSSLParameters(parameters);
        return client;
    }

    private String subject(TestServer server, String version, String name) throws Exception {
        try (SSLSocket client = client(server, version, name)) {
            X509Certificate leaf = (X509Certificate) client.getSession().getPeerCertificates()[0];
            String subject = leaf.getSubjectX500Principal().getName();
            client.getOutputStream().write(1);
            assertThat(client.getInputStream().read()).isEqualTo(1);
            return subject.replaceAll(".*CN=([^,]*).*", "$1");
        }
    }

    /** What the server says to these bytes: the first record at most 64 bytes, or all until it closes. */
    private static byte[] answer(TestServer server, byte[] hello) throws Exception {
        try (Socket client = server.connect()) {
            client.getOutputStream().write(hello);
            InputStream in = client.getInputStream();
            return in.readNBytes(7);
        }
    }

    /** Any bytes as a host name, which the JDK's own class for it would refuse. */
    private static final class AnyName extends SNIServerName {
        AnyName(String name) {
            super(0, name.getBytes(UTF_8));
        }
    }

    /** Notes how long the first record is that arrives: the ServerHello. */
    private static final class RecordingSocket extends Socket {
        private final byte[] header = new byte[5];
        private int seen;

        RecordingSocket(int port) throws IOException {
            super(InetAddress.getLoopbackAddress(), port);
            setSoTimeout(10_000);
        }

        int firstRecordLength() {
            return (header[3] & 0xFF) << 8 | (header[4] & 0xFF);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int count = super.read(bytes, offset, length);
                    for (int i = 0; i < count && seen < header.length; i++) {
                        header[seen++] = bytes[offset + i];
                    }
                    return count;
                }
            };
        }
    }

    private static final class TrustingAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
