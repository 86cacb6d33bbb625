package io.tollgate.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.load.ClientTls;
import io.tollgate.benchmarks.load.OpenLoop;
import io.tollgate.benchmarks.load.Plan;
import io.tollgate.benchmarks.load.Target;
import io.tollgate.benchmarks.load.Visitor;
import io.tollgate.benchmarks.process.Tool;
import io.tollgate.benchmarks.process.Workspace;
import io.tollgate.certs.DevCertificateFiles;
import io.tollgate.certs.DevCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The gateway of the benchmarks, with their very YAML and the launcher's very JVM, refuses what it has to refuse and records
 * what it has to record, while it is under load: no figure is reached by leaving something out.
 */
class NothingIsLeftOutIT {
    private static final String PASSWORD = "grey herons wait on the north jetty";
    private static final String BODY = "an answer";
    private static final Duration COMMAND = Duration.ofSeconds(60);
    private static final int PERMITTED = 300;
    private static final int DENIED = 12;

    private final Workspace workspace = Workspace.create();
    private final Queue<String> reached = new ConcurrentLinkedQueue<>();
    private final GatewayJvm jvm =
            GatewayJvm.ofLauncher(Path.of("..", "tollgate").toAbsolutePath().normalize());

    @AfterEach
    void end() {
        workspace.close();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void under_load_it_refuses_what_it_has_to_and_records_all_of_it(Engine engine) throws IOException {
        DevCertificateFiles certificates = new DevCertificates(new SecureRandom(), InstantSource.system())
                .into(workspace.folder("certs"), List.of("localhost"));
        Deployment deployment = new Deployment(
                workspace.folder("gateway"),
                engine,
                certificates.certificate(),
                certificates.key(),
                application(),
                Deployment.USUAL_RULES);
        assertThat(BenchGateway.refusal(jvm, deployment)).isNull();
        Path yaml = deployment.write();
        BenchGateway.addUser(jvm, yaml, BenchGateway.USER, "biller", PASSWORD);
        BenchGateway gateway = workspace.keep(BenchGateway.started("gateway", jvm.run(yaml), deployment.folder()));
        Visitor visitor = new Visitor(certificates.authority(), "localhost", gateway.port());
        String cookie = BenchGateway.login(visitor, BenchGateway.USER, PASSWORD);
        Target target = new Target("localhost", gateway.port(), "/invoices/17", cookie, BODY.length());

        try (OpenLoop load = new OpenLoop(new ClientTls(certificates.authority()))) {
            Plan plan = new Plan(Plan.Way.KEPT, 4, 600, Duration.ofMillis(500), Duration.ofSeconds(20));
            assertThat(load.run(target, plan).answered()).isEqualTo(PERMITTED);
            // Each connection that is opened asks once before it is counted.
            assertThat(reached).hasSize(PERMITTED + 4).containsOnly("GET /invoices/17");
            reached.clear();

            deniedPathsAreRefused(visitor, cookie);
            smuggledRequestsAreRefused(visitor, cookie);
            revokedSessionsAreRefused(visitor, yaml, cookie);
            assertThatThrownBy(() -> load.run(target, plan))
                    .isInstanceOf(BenchmarkException.class)
                    .hasMessageContaining("instead of 200");
        }
        assertThat(reached).isEmpty();
        gateway.close();
        theTrailHasAllOfIt(yaml);
        theAccessLogHasAllOfIt(deployment.folder());
    }

    private int application() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", exchange -> {
            reached.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(200, BODY.length());
            try (var out = exchange.getResponseBody()) {
                out.write(BODY.getBytes(StandardCharsets.US_ASCII));
            }
        });
        server.start();
        workspace.keep(() -> server.stop(0));
        return server.getAddress().getPort();
    }

    private void deniedPathsAreRefused(Visitor visitor, String cookie) {
        for (int i = 0; i < DENIED / 2; i++) {
            assertThat(visitor.get("/payments/" + i, Map.of("Cookie", cookie)).status())
                    .isEqualTo(403);
            assertThat(visitor.send("DELETE", "/invoices/" + i, Map.of("Cookie", cookie))
                            .status())
                    .isEqualTo(403);
        }
        assertThat(visitor.get("/invoices/%2e%2e/payments/1", Map.of("Cookie", cookie))
                        .status())
                .isEqualTo(400);
    }

    private void smuggledRequestsAreRefused(Visitor visitor, String cookie) {
        String head = "POST /invoices/17 HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookie + "\r\n";
        String inside = "GET /payments/1 HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookie + "\r\n\r\n";
        List<String> smuggled = List.of(
                head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + inside,
                head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello" + inside,
                head + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + inside,
                head + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + inside);
        for (String message : smuggled) {
            assertThat(visitor.raw(message).status()).isEqualTo(400);
        }
    }

    private void revokedSessionsAreRefused(Visitor visitor, Path yaml, String cookie) {
        command("sessions", "end", "--user", BenchGateway.USER, "--config", yaml.toString());
        assertThat(visitor.get("/invoices/17", Map.of("Cookie", cookie)).status())
                .isEqualTo(401);
    }

    private void theTrailHasAllOfIt(Path yaml) {
        List<String> lines = command("audit", "tail", "--json", "--config", yaml.toString())
                .lines()
                .filter(line -> line.contains("\"seq\":"))
                .toList();
        // Those of nobody known are counted together, by the minute: the ended session's.
        List<String> strangers =
                lines.stream().filter(line -> line.contains("\"count\":")).toList();
        assertThat(strangers).isNotEmpty().allMatch(line -> line.contains("\"reason\":\"session.none\""));
        List<String> types = lines.stream()
                .filter(line -> !strangers.contains(line))
                .map(line -> line.replaceFirst(".*\"type\":\"([^\"]*)\".*", "$1"))
                .toList();
        assertThat(types)
                .startsWith("users.added", "gateway.started", "login.succeeded")
                .endsWith("sessions.ended", "session.ended", "gateway.stopped")
                .hasSize(6 + DENIED);
        assertThat(types.subList(3, 3 + DENIED)).containsOnly("access.refused");
        // The tail holds all of it: there are fewer than a hundred.
        String verified = command("audit", "verify", "--config", yaml.toString());
        assertThat(verified).contains("intact: " + lines.size() + " lines").doesNotContain("NOT intact");
    }

    private void theAccessLogHasAllOfIt(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("data/access"))) {
            long lines = 0;
            for (Path file : files.toList()) {
                lines += Files.readAllLines(file).stream()
                        .filter(line -> line.contains("/invoices/17"))
                        .count();
            }
            assertThat(lines).isEqualTo(PERMITTED + 4);
        }
    }

    private String command(String... words) {
        return Tool.run(jvm.brief(words), COMMAND).orFail(words[0] + " " + words[1]);
    }
}
