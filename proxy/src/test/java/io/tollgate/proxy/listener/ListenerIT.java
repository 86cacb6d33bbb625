package io.tollgate.proxy.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.config.HostPort;
import io.tollgate.config.TlsVersion;
import io.tollgate.proxy.tls.HandshakePool;
import io.tollgate.proxy.tls.ServerTls;
import io.tollgate.proxy.tls.TestCertificates;
import io.tollgate.proxy.tls.TlsFixtures;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ListenerIT {

    @TempDir
    Path directory;

    HandshakePool pool = new HandshakePool(1);
    TestCertificates certificates;
    ServerTls tls;

    @BeforeEach
    void makeTls() throws Exception {
        certificates = new TestCertificates(directory);
        tls = TlsFixtures.tls(List.of(certificates.issued("a.example")), TlsVersion.TLS_1_2, pool, ServerTls.HANDSHAKE);
    }

    @AfterEach
    void stopPool() {
        pool.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_port_in_use_is_told_with_listener_and_address(Io io) throws Exception {
        try (ServerSocket other = new ServerSocket(0);
                Transport transport = io.transport()) {
            HostPort taken = new HostPort("127.0.0.1", other.getLocalPort());
            assertThatThrownBy(() -> listener(transport, taken).open())
                    .isInstanceOf(ListenerProblemException.class)
                    .hasMessage("listener public (" + taken
                            + "): the port is in use; stop the program that has it, or choose another port");
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_address_of_no_interface_is_told(Io io) {
        try (Transport transport = io.transport()) {
            assertThatThrownBy(() ->
                            listener(transport, new HostPort("192.0.2.1", 0)).open())
                    .hasMessageContaining("no network interface has this address");
        }
    }

    @ParameterizedTest
    @EnumSource
    void over_the_limit_a_connection_is_closed_without_a_handshake(Io io) throws Exception {
        ConnectionLimit limit = new ConnectionLimit(1);
        try (TestServer server = new TestServer(io, tls, limit);
                SSLSocket first = client(server)) {
            first.startHandshake();
            try (Socket second = server.connect()) {
                assertThat(second.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(server.listener.counts().refused()).isEqualTo(1);
            first.getOutputStream().write(1);
            assertThat(first.getInputStream().read()).isEqualTo(1);
        }
        assertThat(limit.open()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void accepting_ends_before_connections_do(Io io) throws Exception {
        try (TestServer server = new TestServer(io, tls);
                SSLSocket client = client(server)) {
            client.startHandshake();
            int port = server.port();
            server.listener.closeAccepting();
            assertThat(isRefused(port)).isTrue();
            client.getOutputStream().write(1);
            assertThat(client.getInputStream().read()).isEqualTo(1);
        }
    }

    /** NIO gives the port back with its selector's next turn, a moment after the channel closed. */
    private static boolean isRefused(int port) {
        for (int i = 0; i < 1_000; i++) {
            try (Socket tried = new Socket(InetAddress.getLoopbackAddress(), port)) {
                tried.setSoTimeout(10_000);
                tried.getInputStream().read(); // Taken by the system alone: ends when the port is given back.
            } catch (IOException e) {
                if (e instanceof ConnectException) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void drain_closes_idle_connections_and_those_that_shake_hands() throws Exception {
        try (TestServer server = new TestServer(Io.EPOLL, tls);
                SSLSocket idle = client(server);
                Socket silent = server.connect()) {
            idle.startHandshake();
            server.listener.closeAccepting();
            CompletableFuture<Integer> drained =
                    server.listener.drain(Duration.ofSeconds(10)).toCompletableFuture();
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(drained.get()).isZero();
        }
    }

    @Test
    void drain_cuts_at_the_deadline_what_does_not_end() throws Exception {
        CountDownLatch serving = new CountDownLatch(1);
        Transport transport = Io.EPOLL.transport();
        Listener listener = new Listener(
                "stubborn",
                new HostPort("127.0.0.1", 0),
                tls,
                (pipeline, connection) -> serving.countDown(),
                transport,
                new ConnectionLimit(10));
        listener.open();
        try (SSLSocket client = (SSLSocket) certificates
                .clientContext()
                .getSocketFactory()
                .createSocket("127.0.0.1", listener.address().getPort())) {
            client.startHandshake();
            client.setSoTimeout(10_000);
            serving.await();
            CompletableFuture<Integer> drained =
                    listener.drain(Duration.ofMillis(200)).toCompletableFuture();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(drained.get()).isEqualTo(1);
        } finally {
            transport.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_plain_listener_redirects_and_closes(Io io) throws Exception {
        try (Transport transport = io.transport()) {
            Listener plain = new Listener(
                    "plain",
                    new HostPort("127.0.0.1", 0),
                    null,
                    new RedirectToHttps(() -> 8443, "a.example"::equals),
                    transport,
                    new ConnectionLimit(10));
            plain.open();
            String upload =
                    "POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000);
            assertThat(plainAnswer(plain, "GET /x HTTP/1.1\r\nHo", "st: a.example\r\n\r\n"))
                    .startsWith("HTTP/1.1 301 ")
                    .contains("Location: https://a.example:8443/x\r\n");
            assertThat(plainAnswer(plain, upload, "")).startsWith("HTTP/1.1 403 ");
            assertThat(plainAnswer(plain, "GET / HTTP/1.1\r\nX: " + "x".repeat(9_000), ""))
                    .startsWith("HTTP/1.1 431 ");
            plain.closeAccepting();
        }
    }

    @Test
    void nothing_else_is_served_without_tls() {
        assertThatThrownBy(() -> new Listener(
                        "plain", new HostPort("", 0), null, (pipeline, connection) -> {}, null, new ConnectionLimit(1)))
                .hasMessageContaining("without TLS");
    }

    private Listener listener(Transport transport, HostPort address) {
        return new Listener("public", address, tls, (pipeline, connection) -> {}, transport, new ConnectionLimit(10));
    }

    private SSLSocket client(TestServer server) throws Exception {
        SSLSocket client =
                (SSLSocket) certificates.clientContext().getSocketFactory().createSocket("127.0.0.1", server.port());
        client.setSoTimeout(10_000);
        return client;
    }

    private static String plainAnswer(Listener plain, String first, String second) throws IOException {
        try (Socket client =
                new Socket(InetAddress.getLoopbackAddress(), plain.address().getPort())) {
            client.setSoTimeout(10_000);
            client.getOutputStream().write(first.getBytes(US_ASCII));
            client.getOutputStream().write(second.getBytes(US_ASCII));
            return new String(client.getInputStream().readAllBytes(), US_ASCII);
        }
    }
}
