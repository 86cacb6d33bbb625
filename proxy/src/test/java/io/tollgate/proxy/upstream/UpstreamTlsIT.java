package io.tollgate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.certs.DevAuthority;
import io.tollgate.certs.IssuedCertificate;
import io.tollgate.config.CertificateFiles;
import io.tollgate.config.EndpointUrl;
import io.tollgate.config.TlsVersion;
import io.tollgate.config.UpstreamConfig;
import io.tollgate.config.UpstreamTls;
import io.tollgate.proxy.http.TestKernel;
import io.tollgate.proxy.tls.TlsProblemException;
import io.tollgate.proxy.upstream.Rig.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@SuppressWarnings("StringConcatToTextBlock") // What is on the wire ends its lines in CRLF.
final class UpstreamTlsIT {
    @TempDir
    private Path folder;

    private final DevAuthority authority = authority("billing.example", "127.0.0.1");
    private final IssuedCertificate good = authority.server(List.of("billing.example", "127.0.0.1"));

    private static DevAuthority authority(String... names) {
        return DevAuthority.forServers(List.of(names), new SecureRandom(), InstantSource.system());
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path trust() throws IOException {
        return file("ca.crt", authority.issuer().certificatePem());
    }

    private UpstreamTls trusting() throws IOException {
        return new UpstreamTls(trust(), null, null, TlsVersion.TLS_1_2);
    }

    private UpstreamTls named(String name) throws IOException {
        return new UpstreamTls(trust(), name, null, TlsVersion.TLS_1_2);
    }

    static UpstreamConfig upstream(String url, UpstreamTls tls) {
        UpstreamConfig plain =
                UpstreamConfig.of(EndpointUrl.parse(url), 64, Duration.ofSeconds(2), Duration.ofSeconds(5));
        return new UpstreamConfig(
                plain.endpoints(),
                tls,
                plain.balance(),
                plain.sticky(),
                plain.sourceAddresses(),
                plain.safe(),
                plain.chunkedRequests(),
                plain.maxConnections(),
                plain.connectTimeout(),
                plain.headTimeout(),
                plain.health(),
                plain.outlier(),
                plain.breaker());
    }

    private static Rig rig(TlsApp app, UpstreamTls tls) throws InterruptedException {
        return rig("https://127.0.0.1:" + app.port(), tls);
    }

    private static Rig rig(String url, UpstreamTls tls) throws InterruptedException {
        return new Rig(upstream(url, tls));
    }

    private static void refused(Rig rig, String... words) throws IOException {
        try (Peer peer = rig.connect()) {
            assertThat(peer.get("/").until("Reference"))
                    .startsWith("HTTP/1.1 502 ")
                    .contains("upstream.tls");
        }
        assertThat(rig.lastFailure()).contains(words);
        while (rig.forwarder.open("billing") > 0) {
            Thread.onSpinWait(); // Until the class's time-out: nothing is held by what failed.
        }
    }

    @Test
    void an_upstream_of_our_own_authority_is_spoken_to_over_tls_and_connections_are_used_again() throws Exception {
        try (TlsApp app = new TlsApp(good, authority, null);
                Rig rig = rig(app, trusting());
                Peer peer = rig.connect()) {
            for (int i = 0; i < 20; i++) {
                assertThat(peer.get("/" + i).until("hi")).startsWith("HTTP/1.1 200 ");
            }
            assertThat(app.app.connections).hasValue(1);
            assertThat(app.spoken).hasValue("TLSv1.3");
        }
    }

    @Test
    void bodies_of_megabytes_pass_both_ways() throws Exception {
        String body = "0123456789abcdef".repeat(200_000);
        try (TlsApp app = new TlsApp(good, authority, null).script(connection -> {
                    while (connection.request() != null) {
                        connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                    }
                });
                Rig rig = rig(app, trusting());
                Peer peer = rig.connect()) {
            for (int i = 0; i < 3; i++) {
                peer.send("POST / HTTP/1.1\r\nHost: gw.test\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                peer.until("\r\n\r\n");
                assertThat(new String(peer.in.readNBytes(body.length()), StandardCharsets.ISO_8859_1))
                        .isEqualTo(body);
                assertThat(app.app.bodies.get(i)).isEqualTo(body);
            }
        }
    }

    @Test
    void the_declared_name_is_asked_for_and_must_be_in_the_certificate() throws Exception {
        IssuedCertificate byName = authority.server(List.of("billing.example"));
        List<String> asked = new CopyOnWriteArrayList<>();
        try (TlsApp app = new TlsApp(byName, authority, null).settings(socket -> asked(socket, asked))) {
            try (Rig rig = rig(app, named("billing.example"));
                    Peer peer = rig.connect()) {
                assertThat(peer.get("/").until("hi")).startsWith("HTTP/1.1 200 ");
            }
            assertThat(asked).containsExactly("billing.example");
            try (Rig rig = rig(app, named("other.example"))) {
                refused(rig, "not for other.example but for billing.example", "tls.name");
            }
            try (Rig rig = rig(app, trusting())) {
                refused(rig, "not for 127.0.0.1 but for billing.example");
            }
            assertThat(asked)
                    .as("addresses are not asked for by SNI")
                    .containsExactly("billing.example", "other.example");
        }
    }

    private static void asked(SSLSocket socket, List<String> asked) {
        var parameters = socket.getSSLParameters();
        parameters.setSNIMatchers(List.of(new SNIMatcher(0) {
            @Override
            public boolean matches(SNIServerName name) {
                asked.add(new String(name.getEncoded(), StandardCharsets.US_ASCII));
                return true;
            }
        }));
        socket.setSSLParameters(parameters);
    }

    @Test
    void an_expired_certificate_is_refused_with_its_date() throws Exception {
        Instant then = Instant.now().minus(Duration.ofDays(500));
        DevAuthority old = DevAuthority.forServers(List.of("127.0.0.1"), new SecureRandom(), () -> then);
        try (TlsApp app = new TlsApp(old.server(List.of("127.0.0.1")), old, null);
                Rig rig = rig(
                        app,
                        new UpstreamTls(
                                file("old.crt", old.issuer().certificatePem()), null, null, TlsVersion.TLS_1_2))) {
            refused(rig, "expired on 20");
        }
    }

    @Test
    void an_authority_that_is_not_trusted_is_refused_and_named() throws Exception {
        DevAuthority stranger = authority("127.0.0.1");
        try (TlsApp app = new TlsApp(stranger.server(List.of("127.0.0.1")), stranger, null)) {
            try (Rig rig = rig(app, trusting())) {
                refused(rig, "throw-away server CA", "not trusted", "tls.trust");
            }
            try (Rig rig = rig(app, UpstreamTls.DEFAULT)) {
                refused(rig, "throw-away server CA", "not trusted", "tls.trust");
            }
        }
    }

    @Test
    void a_client_certificate_is_shown_where_it_is_wanted() throws Exception {
        DevAuthority people = DevAuthority.forClients(new SecureRandom(), InstantSource.system());
        IssuedCertificate own = people.client("gateway@clinic.example");
        CertificateFiles files =
                new CertificateFiles(file("own.crt", own.certificatePem()), file("own.key", own.keyPem()));
        try (TlsApp app = new TlsApp(good, authority, people.certificate())) {
            try (Rig rig = rig(app, new UpstreamTls(trust(), null, files, TlsVersion.TLS_1_2));
                    Peer peer = rig.connect()) {
                assertThat(peer.get("/").until("hi")).startsWith("HTTP/1.1 200 ");
            }
            try (Rig rig = rig(app, trusting())) {
                refused(rig, "client certificate", "tls.certificate");
            }
            app.settings(socket -> {
                socket.setNeedClientAuth(true);
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            });
            try (Rig rig = rig(app, trusting())) {
                refused(rig, "client certificate", "tls.certificate");
            }
        }
    }

    @Test
    void the_minimum_is_a_minimum() throws Exception {
        try (TlsApp app = new TlsApp(good, authority, null)
                .settings(socket -> socket.setEnabledProtocols(new String[] {"TLSv1.2"}))) {
            try (Rig rig = rig(app, trusting());
                    Peer peer = rig.connect()) {
                assertThat(peer.get("/").until("hi")).startsWith("HTTP/1.1 200 ");
                assertThat(app.spoken).hasValue("TLSv1.2");
            }
            try (Rig rig = rig(app, new UpstreamTls(trust(), null, null, TlsVersion.TLS_1_3))) {
                refused(rig, "no TLS version that is allowed", "tls.minimum");
            }
        }
    }

    @Test
    void a_server_of_tls_1_1_is_refused() throws Exception {
        byte[] hello =
                HexFormat.of().parseHex("160302002a" + "02000026" + "0302" + "11".repeat(32) + "00" + "c013" + "00");
        try (ScriptedApp app = new ScriptedApp(connection -> {
                    connection.in.read();
                    connection.out.write(hello);
                    connection.out.flush();
                    connection.in.readAllBytes();
                });
                Rig rig = rig("https://127.0.0.1:" + app.port(), trusting())) {
            refused(rig, "no TLS version that is allowed");
        }
    }

    @Test
    void what_is_no_tls_is_called_so() throws Exception {
        try (ScriptedApp app = new ScriptedApp(connection -> {
                    connection.in.read();
                    connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                });
                Rig rig = rig("https://127.0.0.1:" + app.port(), trusting())) {
            refused(rig, "does not speak TLS");
        }
        try (ScriptedApp app = new ScriptedApp(connection -> connection.in.read());
                Rig rig = rig("https://127.0.0.1:" + app.port(), trusting())) {
            refused(rig, "closed the connection");
        }
    }

    @Test
    void a_body_until_close_is_whole_only_with_a_close_notify() throws Exception {
        try (TlsApp app = new TlsApp(good, authority, null);
                Rig rig = rig(app, trusting())) {
            app.script(connection -> {
                connection.request();
                connection.send("HTTP/1.1 200 OK\r\n\r\nall of it");
                connection.socket.close(); // The TLS socket: close_notify goes first.
            });
            try (Peer peer = rig.connect()) {
                assertThat(peer.get("/").until("0\r\n\r\n"))
                        .contains("all of it")
                        .doesNotContain("<EOF>");
            }
            app.script(connection -> {
                connection.request();
                connection.send("HTTP/1.1 200 OK\r\n\r\nall of it");
                app.app.sockets.get(app.app.sockets.size() - 1).close(); // The one below: cut.
            });
            try (Peer peer = rig.connect()) {
                assertThat(peer.get("/").all()).doesNotContain("0\r\n\r\n");
            }
            assertThat(rig.lastFailure()).contains("in the middle of its answer");
        }
    }

    @Test
    void a_websocket_passes_and_its_end_too() throws Exception {
        try (TlsApp app = new TlsApp(good, authority, null).script(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
                    for (int b = connection.in.read(); b != '!'; b = connection.in.read()) {
                        connection.out.write(b);
                        connection.out.flush();
                    }
                    connection.send("bye");
                    connection.socket.close();
                });
                Rig rig = rig(app, trusting());
                Peer peer = rig.connect()) {
            peer.send("GET /ws HTTP/1.1\r\nHost: gw.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            assertThat(peer.until("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
            assertThat(peer.send("hello").until("hello")).isEqualTo("hello");
            assertThat(peer.send("!").all()).isEqualTo("bye<EOF>");
        }
    }

    @Test
    void a_session_is_resumed_where_the_server_does() throws Exception {
        List<Long> made = new CopyOnWriteArrayList<>();
        try (TlsApp app = new TlsApp(good, authority, null);
                Rig rig = rig(app, trusting())) {
            app.script(connection -> {
                connection.request();
                made.add(((SSLSocket) connection.socket).getSession().getCreationTime());
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");
            });
            for (int i = 0; i < 3; i++) {
                try (Peer peer = rig.connect()) {
                    peer.get("/").until("hi");
                }
            }
            assertThat(app.app.connections).hasValue(3);
            assertThat(made.get(1)).as("when the session was made").isEqualTo(made.get(0));
        }
    }

    @Test
    void a_handshake_that_stalls_is_ended() throws Exception {
        try (ScriptedApp app = new ScriptedApp(connection -> connection.in.readAllBytes());
                Rig rig = rig("https://127.0.0.1:" + app.port(), trusting())) {
            refused(rig, "not over in time");
        }
    }

    @Test
    void changed_files_give_new_connections_the_new_material() throws Exception {
        DevAuthority next = authority("127.0.0.1");
        try (TlsApp before = new TlsApp(good, authority, null);
                Rig rig = rig(before, trusting());
                Peer peer = rig.connect()) {
            peer.get("/").until("hi");
            rig.configure();
            peer.get("/").until("hi");
            assertThat(before.app.connections)
                    .as("the same files change nothing")
                    .hasValue(1);
            file("ca.crt", next.issuer().certificatePem());
            rig.configure();
            assertThat(peer.get("/").until("Reference")).contains("upstream.tls");
        }
    }

    @Test
    void wrong_files_are_all_reported_before_anything_changes() throws Exception {
        Path nothing = file("nothing.crt", "no PEM");
        IssuedCertificate other = authority.server(List.of("127.0.0.1"));
        CertificateFiles mixed =
                new CertificateFiles(file("a.crt", good.certificatePem()), file("b.key", other.keyPem()));
        UpstreamConfig upstream =
                upstream("https://127.0.0.1:1", new UpstreamTls(nothing, null, mixed, TlsVersion.TLS_1_2));
        assertThatThrownBy(() -> UpstreamMaterial.load(List.of(TestKernel.app(upstream, 1)), InstantSource.system()))
                .isInstanceOf(TlsProblemException.class)
                .hasMessageContaining("nothing.crt: there is no certificate in it")
                .hasMessageContaining("b.key: this key does not belong to the certificate");
    }
}
