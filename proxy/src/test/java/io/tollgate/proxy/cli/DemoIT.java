package io.tollgate.proxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, as a new user starts it. */
final class DemoIT {
    private static final String BORIS = "boris@practice.example";

    @TempDir
    Path folder;

    private final int port = free();
    private final int adminPort = free();

    private String[] demo() {
        return new String[] {"demo", "--port", "" + port, "--admin-port", "" + adminPort};
    }

    @Test
    void the_demo_guards_the_application_and_a_second_start_keeps_users_and_sessions() {
        FakeConsole console = new FakeConsole(folder);
        String[] cookie = new String[1];
        console.end = close -> {
            assertThat(console.out()).contains("https://localhost:" + port + "/", BORIS, "claims-leave-on-friday");
            assertThat(get("/invoices/", "").statusCode()).isEqualTo(303);
            cookie[0] = logIn();
            assertThat(get("/invoices/", cookie[0]).statusCode()).isEqualTo(200);
            assertThat(beside("users", "roles", BORIS, "--role", "front-desk")).isZero();
            close.run();
        };
        assertThat(console.run(demo())).as(console.err()).isZero();

        console.end = close -> {
            assertThat(get("/invoices/", cookie[0]).statusCode()).isEqualTo(200);
            assertThat(get("/claims/", cookie[0]).statusCode()).isEqualTo(403);
            assertThat(beside("users", "show", BORIS)).isZero();
            assertThat(new FakeConsole(folder).run(demo()))
                    .as("it runs already")
                    .isEqualTo(3);
            close.run();
        };
        assertThat(console.run(demo())).as(console.err()).isZero();
    }

    @Test
    void a_port_in_use_is_told_with_the_option_to_choose_another() throws Exception {
        FakeConsole console = new FakeConsole(folder);
        try (ServerSocket taken = new ServerSocket(port)) {
            assertThat(console.run(demo())).isEqualTo(3);
            assertThat(console.err()).contains("" + taken.getLocalPort()).contains("--port");
        }
    }

    private int beside(String... words) {
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--config";
        all[words.length + 1] = folder.resolve("data/demo/tollgate.yaml").toString();
        return new FakeConsole(folder).run(all);
    }

    private String logIn() {
        String form = "username=" + URLEncoder.encode(BORIS, StandardCharsets.UTF_8)
                + "&password=claims-leave-on-friday&return-to=/invoices/";
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri("/.tollgate/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "https://localhost:" + port)
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        assertThat(answer.statusCode()).isEqualTo(303);
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(set -> set.startsWith("__Host-tollgate="))
                .map(set -> set.substring(0, set.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> get(String path, String cookie) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).header("Accept", "text/html");
        return send(cookie.isEmpty() ? request : request.header("Cookie", cookie));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HttpClient.newBuilder()
                    .sslContext(trusting(folder.resolve("data/demo/certs/ca.crt")))
                    .version(HttpClient.Version.HTTP_1_1)
                    .build()
                    .send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private URI uri(String path) {
        return URI.create("https://localhost:" + port + path);
    }

    private static SSLContext trusting(Path authority) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        try (InputStream in = Files.newInputStream(authority)) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
