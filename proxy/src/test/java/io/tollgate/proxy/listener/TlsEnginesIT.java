package io.tollgate.proxy.listener;

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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must be so whichever engine speaks: where handshakes are done, what is given back, who is refused. */
@ParameterizedClass
@EnumSource(TlsEngine.class)
class TlsEnginesIT {

    private static final String V13 = "TLSv1.3";
    private static final String V12 = "TLSv1.2";

    @Parameter
    TlsEngine engine;

    @TempDir
    Path directory;

    HandshakePool pool = new HandshakePool(1);
    TestCertificates certificates;
    List<CertificateFiles> files;

    @BeforeEach
    void make() throws Exception {
        certificates = new TestCertificates(directory);
        files = List.of(certificates.issued("a.example"));
    }

    @AfterEach
    void stopPool() {
        pool.close();
    }

    private ServerTls tls(List<CertificateFiles> served) {
        return TlsFixtures.tls(engine, served, TlsVersion.TLS_1_2, pool, ServerTls.HANDSHAKE);
    }

    private SSLSocket client(SSLContext context, TestServer server, String version) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port());
        socket.setSoTimeout(10_000);
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }

    private static void echo(SSLSocket socket) throws IOException {
        socket.getOutputStream().write(1);
        assertThat(socket.getInputStream().read()).isEqualTo(1);
    }

    @Test
    void no_part_of_a_handshake_is_done_on_the_event_loop_that_serves_others() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        try (TestServer server = new TestServer(Io.EPOLL, tls(files));
                SSLSocket standing = client(certificates.clientContext(), server, V13);
                Socket newcomer = server.connect()) {
            echo(standing);
            pool.execute(() -> {
                held.countDown();
                try {
                    free.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
            newcomer.getOutputStream().write(Hellos.withName("a.example"));
            newcomer.setSoTimeout(200);
            assertThatThrownBy(() -> newcomer.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            echo(standing);
            free.countDown();
            newcomer.setSoTimeout(10_000);
            assertThat(newcomer.getInputStream().read()).isEqualTo(22);
        } finally {
            free.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V13, V12})
    void who_accepts_no_ecdsa_gets_the_rsa_certificate_of_the_same_name(String version) throws Exception {
        KeyPair rsa = TestCertificates.keys("RSA", 2048);
        KeyPair ec = TestCertificates.keys("EC", 256);
        Instant until = Instant.now().plusSeconds(86_400L * 60);
        List<CertificateFiles> both = List.of(
                certificates.selfSigned(ec, "SHA256withECDSA", until, "a.example"),
                certificates.selfSigned(rsa, "SHA256withRSA", until, "a.example"));
        try (TestServer server = new TestServer(Io.EPOLL, tls(both))) {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustingAll()}, new SecureRandom());
            try (SSLSocket any = client(context, server, version)) {
                echo(any);
                assertThat(algorithm(any)).isEqualTo("EC");
            }
            assertThat(answeredByKeyOf(server, Hellos.ofRsaOnly("a.example"))).isTrue();
        }
    }

    private static String algorithm(SSLSocket socket) throws IOException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                .getPublicKey()
                .getAlgorithm();
    }

    /** Whether a hello that can use nothing but RSA is answered with a ServerHello. */
    private static boolean answeredByKeyOf(TestServer server, byte[] hello) throws IOException {
        try (Socket socket = server.connect()) {
            socket.getOutputStream().write(hello);
            return socket.getInputStream().read() == 22;
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V13, V12})
    void who_was_sent_nothing_is_told_that_no_more_comes(String version) throws Exception {
        try (TestServer server = new TestServer(Io.EPOLL, tls(files));
                SSLSocket client = client(certificates.clientContext(), server, version)) {
            client.startHandshake();
            long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (server.served.isEmpty() && System.nanoTime() < limit) {
                Thread.onSpinWait(); // The server's end of the handshake comes after the client's.
            }
            assertThat(server.served).hasSize(1);
            server.drain();
            assertThat(client.getInputStream().read())
                    .as("an end without close_notify would be an error")
                    .isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V13, V12})
    void a_certificate_of_many_names_is_shown_whole(String version) throws Exception {
        String[] names =
                IntStream.range(0, 500).mapToObj(n -> "host-" + n + ".example").toArray(String[]::new);
        try (TestServer server = new TestServer(Io.EPOLL, tls(List.of(certificates.issued(names))));
                SSLSocket client = client(certificates.clientContext(), server, version)) {
            echo(client);
            X509Certificate shown = (X509Certificate) client.getSession().getPeerCertificates()[0];
            assertThat(shown.getSubjectAlternativeNames()).hasSize(names.length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V13, V12})
    void much_that_is_said_at_once_comes_back_whole_and_in_order(String version) throws Exception {
        byte[] said = new byte[1_000_003];
        new Random(1).nextBytes(said);
        try (TestServer server = new TestServer(Io.EPOLL, tls(files));
                SSLSocket client = client(certificates.clientContext(), server, version)) {
            client.startHandshake();
            Thread speaker = new Thread(() -> {
                try {
                    client.getOutputStream().write(said);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            speaker.start();
            assertThat(client.getInputStream().readNBytes(said.length)).isEqualTo(said);
            speaker.join();
        }
    }

    @Test
    void who_wants_to_shake_hands_again_is_refused() throws Exception {
        try (TestServer server = new TestServer(Io.EPOLL, tls(files));
                SSLSocket client = client(certificates.clientContext(), server, V12)) {
            echo(client);
            assertThatThrownBy(() -> {
                        client.getSession().invalidate();
                        client.startHandshake();
                        client.getOutputStream().write(1);
                        client.getInputStream().read();
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void what_lies_outside_the_heap_is_given_back_once_nobody_needs_it() throws Exception {
        if (engine != TlsEngine.BORINGSSL) {
            return; // The others lie on it.
        }
        ServerTls first = tls(files);
        ServerTls second = tls(List.of(certificates.issued("a.example")));
        try (TestServer server = new TestServer(Io.EPOLL, first)) {
            SSLSocket standing = client(certificates.clientContext(), server, V13);
            echo(standing);
            Socket waiting = server.connect();
            waiting.getOutputStream().write(22);
            server.changed(second);
            echo(standing);
            assertThat(TlsFixtures.references(first)).isPositive();
            waiting.getOutputStream().write(Hellos.withName("a.example"), 1, 20);
            waiting.close();
            standing.close();
            for (int i = 0; i < 100 && TlsFixtures.references(first) > 0; i++) {
                echoOnce(server); // Lets the event loops get to the ends of those two.
            }
            assertThat(TlsFixtures.references(first)).isZero();
        }
        assertThat(TlsFixtures.references(second)).isZero();
    }

    @Test
    void connections_that_end_at_any_moment_leave_nothing_outside_the_heap() throws Exception {
        if (engine != TlsEngine.BORINGSSL) {
            return; // The others lie on it.
        }
        ServerTls tls = tls(files);
        byte[] hello = Hellos.withName("a.example");
        Random random = new Random(5);
        try (TestServer server = new TestServer(Io.EPOLL, tls)) {
            for (int i = 0; i < 200; i++) {
                Socket raw = server.connect();
                raw.setSoLinger(i % 2 == 0, 0);
                raw.getOutputStream().write(hello, 0, i % 3 == 0 ? hello.length : random.nextInt(hello.length));
                if (i % 5 == 0) {
                    raw.close();
                    continue;
                }
                SSLSocket socket = client(certificates.clientContext(), server, i % 4 == 0 ? V12 : V13);
                socket.setSoLinger(i % 3 == 0, 0);
                socket.getOutputStream().write(1);
                if (i % 7 == 0) {
                    socket.shutdownOutput();
                }
                socket.close();
                raw.close();
            }
            for (int i = 0; i < 500 && TlsFixtures.references(tls) > 1; i++) {
                echoOnce(server);
            }
            assertThat(TlsFixtures.references(tls)).isEqualTo(1);
        }
    }

    private void echoOnce(TestServer server) throws Exception {
        try (SSLSocket socket = client(certificates.clientContext(), server, V13)) {
            echo(socket);
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
