package io.tollgate.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.certs.DevAuthority;
import io.tollgate.certs.IssuedCertificate;
import io.tollgate.config.TlsEngine;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that show a certificate before they say anything, and those that show none or another. */
@ParameterizedClass
@EnumSource(TlsEngine.class)
final class ClientCertificatesIT {
    private static final String ANN = "ann@clinic.example";

    @Parameter
    TlsEngine engine;

    @TempDir
    Path folder;

    private final DevAuthority authority = DevAuthority.forClients(new SecureRandom(), InstantSource.system());
    private ScriptedUpstream app;
    private GatewayRig rig;

    @BeforeEach
    void startApp() throws Exception {
        app = new ScriptedUpstream((head, socket) ->
                ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"));
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        app.close();
    }

    private void start(String mode) throws Exception {
        Files.writeString(folder.resolve("clients-ca.crt"), authority.issuer().certificatePem());
        rig = GatewayRig.startListening(
                engine.word(),
                folder,
                "      client-certificates: { mode: " + mode + ", trust: clients-ca.crt }\n",
                """
                apps:
                  billing:
                    upstream: http://127.0.0.1:%d
                    public: ["/public/**"]
                    access: { desk: { allow: ["/**"] } }
                """.formatted(app.port()));
    }

    /** What becomes of a request: its status; an exception where the connection does not stand. */
    private int status(String version, SSLContext client) throws Exception {
        return status(version, client, rig.port());
    }

    private static int status(String version, SSLContext client, int port) throws Exception {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        plain.setSoTimeout((int) GatewayRig.PATIENCE.toMillis());
        try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket(plain, "localhost", port, true)) {
            socket.setEnabledProtocols(new String[] {version});
            socket.getOutputStream()
                    .write("GET /public/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            assertThat(answer).startsWith("HTTP/1.1 ");
            return Integer.parseInt(answer.substring(9, 12));
        }
    }

    private SSLContext nobody() throws Exception {
        return rig.trust();
    }

    private SSLContext showing(IssuedCertificate shown, DevAuthority issuer) throws Exception {
        return showing(shown.key(), shown.certificate(), issuer.certificate());
    }

    private SSLContext showing(PrivateKey key, X509Certificate... chain) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("client", key, new char[0], chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        KeyManager[] showing = Stream.of(keys.getKeyManagers())
                .map(manager -> new AlwaysShowing((X509ExtendedKeyManager) manager))
                .toArray(KeyManager[]::new);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(showing, trustManagers(), null);
        return context;
    }

    private TrustManager[] trustManagers() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(folder.resolve("certs/ca.crt"))) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust.getTrustManagers();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void required_serves_who_shows_a_good_one_and_nobody_else(String version) throws Exception {
        start("required");
        assertThat(status(version, showing(authority.client(ANN), authority))).isEqualTo(200);
        assertThatThrownBy(() -> status(version, nobody())).isInstanceOf(SSLException.class);
        assertThat(app.heads()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void optional_serves_who_shows_none_but_nobody_with_a_bad_one(String version) throws Exception {
        start("optional");
        assertThat(status(version, nobody())).isEqualTo(200);
        assertThat(status(version, showing(authority.client(ANN), authority))).isEqualTo(200);
        DevAuthority other = DevAuthority.forClients(new SecureRandom(), InstantSource.system());
        assertThatThrownBy(() -> status(version, showing(other.client(ANN), other)))
                .isInstanceOf(SSLException.class);
        assertThat(app.heads()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void what_a_certificate_must_be_is_looked_at(String version) throws Exception {
        start("required");
        InstantSource twoYearsAgo = () -> Instant.now().minus(Duration.ofDays(700));
        InstantSource tomorrow = () -> Instant.now().plus(Duration.ofDays(2));
        DevAuthority servers =
                DevAuthority.forServers(List.of("localhost"), new SecureRandom(), InstantSource.system());
        DevAuthority expired = DevAuthority.forClients(new SecureRandom(), twoYearsAgo);
        DevAuthority early = DevAuthority.forClients(new SecureRandom(), tomorrow);
        Files.writeString(
                folder.resolve("clients-ca.crt"),
                expired.issuer().certificatePem()
                        + early.issuer().certificatePem()
                        + authority.issuer().certificatePem());
        rig.restart();
        for (SSLContext refused : List.of(
                showing(expired.client(ANN), expired),
                showing(early.client(ANN), early),
                showing(servers.server(List.of("localhost")), servers),
                showing(authority.server(List.of("localhost")), authority))) {
            assertThatThrownBy(() -> status(version, refused)).isInstanceOf(SSLException.class);
        }
        assertThat(app.heads()).isEmpty();
        assertThat(status(version, showing(authority.client(ANN), authority))).isEqualTo(200);
    }

    @Test
    void a_new_authority_counts_after_the_old_one_no_more() throws Exception {
        start("required");
        SSLContext ann = showing(authority.client(ANN), authority);
        assertThat(status("TLSv1.2", ann)).isEqualTo(200);
        DevAuthority next = DevAuthority.forClients(new SecureRandom(), InstantSource.system());
        Files.writeString(folder.resolve("clients-ca.crt"), next.issuer().certificatePem());
        rig.restart();
        assertThatThrownBy(() -> status("TLSv1.2", ann)).isInstanceOf(SSLException.class);
        assertThat(status("TLSv1.2", showing(next.client(ANN), next))).isEqualTo(200);
    }

    @Test
    void it_is_no_login_and_its_subject_is_in_the_access_log() throws Exception {
        start("required");
        SSLContext ann = showing(authority.client(ANN), authority);
        assertThat(status("TLSv1.3", ann)).isEqualTo(200);
        assertThat(app.heads().get(0)).doesNotContain(ANN);
        try (RawConnection client = new RawConnection(ann, rig.port())) {
            client.send("GET /private HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
            assertThat(client.status()).isEqualTo(303);
        }
        rig.stop();
        try (Stream<Path> files = Files.list(rig.config().data().resolve("access"))) {
            assertThat(Files.readString(files.findFirst().orElseThrow()))
                    .contains("\"certificate\":\"CN=" + ANN + ",O=");
        }
    }

    @Test
    void the_admin_listener_asks_nobody() throws Exception {
        start("required");
        assertThat(status("TLSv1.3", nobody(), rig.adminPort())).isEqualTo(404);
    }

    /** Shows its certificate whoever is asked for: the JDK's own choice shows none that the server does not name. */
    private static final class AlwaysShowing extends X509ExtendedKeyManager {
        private final X509ExtendedKeyManager keys;

        AlwaysShowing(X509ExtendedKeyManager keys) {
            this.keys = keys;
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return "client";
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return "client";
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return keys.getClientAliases(type, issuers);
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return keys.getServerAliases(type, issuers);
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return keys.chooseServerAlias(type, issuers, socket);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }
    }
}
