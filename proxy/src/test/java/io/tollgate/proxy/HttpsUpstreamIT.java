package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.tollgate.certs.DevAuthority;
import io.tollgate.certs.IssuedCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole gateway before an application that speaks TLS. */
@Timeout(60)
final class HttpsUpstreamIT {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private final DevAuthority authority = authority();
    private final AtomicInteger checks = new AtomicInteger();
    private HttpsServer app;
    private GatewayRig rig;

    private static DevAuthority authority() {
        return DevAuthority.forServers(List.of("localhost"), new SecureRandom(), InstantSource.system());
    }

    @BeforeEach
    void start() throws Exception {
        app = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        app.setHttpsConfigurator(new HttpsConfigurator(context(authority.server(List.of("localhost")))));
        app.createContext("/", exchange -> {
            if (exchange.getRequestURI().getPath().equals("/health")) {
                checks.incrementAndGet();
            }
            exchange.sendResponseHeaders(200, HELLO.length);
            exchange.getResponseBody().write(HELLO);
            exchange.close();
        });
        app.start();
        Files.writeString(folder.resolve("inside.crt"), authority.issuer().certificatePem());
        rig = GatewayRig.start(folder, """
            apps:
              billing:
                upstream:
                  endpoints: [https://localhost:%d]
                  tls: { trust: inside.crt }
                  health: { path: /health, every: 2s }
                public: ["GET /static/**"]
            """.formatted(app.getAddress().getPort()));
    }

    private SSLContext context(IssuedCertificate server) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("server", server.keyPair().getPrivate(), new char[0], new X509Certificate[] {
            server.certificate(), authority.certificate()
        });
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        return context;
    }

    @AfterEach
    void stop() {
        rig.close();
        app.stop(0);
    }

    @Test
    void it_is_asked_and_its_health_is_checked_by_tls_and_a_reload_reads_its_files_again() throws Exception {
        Browser browser = rig.browser();
        becomesWell(browser);
        while (checks.get() == 0) {
            Thread.onSpinWait(); // Until the class's time-out.
        }

        Files.writeString(folder.resolve("inside.crt"), "damaged");
        assertThat(rig.command("gateway.reload").toString()).contains("inside.crt");
        assertThat(browser.get("/static/a").body())
                .as("a bad file changes nothing")
                .isEqualTo("hello");

        Files.writeString(folder.resolve("inside.crt"), authority().issuer().certificatePem());
        rig.command("gateway.reload");
        assertThat(browser.get("/static/a").statusCode()).isIn(502, 503);

        Files.writeString(folder.resolve("inside.crt"), authority.issuer().certificatePem());
        rig.command("gateway.reload");
        becomesWell(browser);
    }

    /** A first handshake on a cold machine may be later than a health check waits. */
    private static void becomesWell(Browser browser) throws Exception {
        while (!browser.get("/static/a").body().equals("hello")) {
            Thread.onSpinWait();
        }
    }
}
