package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.audit.TrailVerifier;
import io.tollgate.filters.seal.SealingKey;
import io.tollgate.filters.store.Store;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged before a {@code kill -9} is there after it. */
final class CrashIT {
    private static final int PEOPLE = 8;
    private static final int LOGINS = 100;

    @TempDir
    Path folder;

    private ScriptedUpstream app;
    private GatewayRig rig;

    /** Cookies of acknowledged logins, and how many failures each forgetful person was told of. */
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

    private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream(CrashIT::serve);
        rig = GatewayRig.start(folder, """
                lockout: { after: 100, until-admin-after: 1000, per-network: 100000/m }
                apps:
                  desk:
                    upstream: http://127.0.0.1:%d
                    access:
                      biller: { allow: ["/**"] }
                """.formatted(app.port()));
        for (int i = 0; i < PEOPLE; i++) {
            rig.user(name(i), "biller");
        }
        rig.close();
    }

    private static void serve(String head, Socket socket) throws IOException {
        ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsmall");
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        app.close();
    }

    private static String name(int i) {
        return "person" + i + "@clinic.example";
    }

    @Test
    void nothing_acknowledged_is_lost_in_a_crash() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(rig.yaml())) {
            logInUntilKilled(gateway);
        }
        assertThat(acknowledged).hasSizeGreaterThan(10);
        assertThat(failures).isNotEmpty();

        assertTrailIsWhole();
        rig.restart();

        for (String cookie : acknowledged) {
            Browser browser = rig.browser();
            HttpResponse<String> page = browser.send(browser.to("/claims").header("Cookie", cookie));
            assertThat(page.statusCode()).isEqualTo(200);
        }
        Map<Object, Integer> counted = new ConcurrentHashMap<>();
        rig.command("lockouts.list").rows().forEach(row -> counted.put(row.get("user"), (Integer) row.get("failures")));
        failures.forEach((name, count) ->
                assertThat(counted.getOrDefault(name, 0)).as(name).isGreaterThanOrEqualTo(count.get()));
        assertThat(linesOf("login.succeeded")).hasSizeGreaterThanOrEqualTo(acknowledged.size());
        List<String> logins = linesOf("login.succeeded");
        for (var row : rig.command("sessions.list").rows()) {
            String id = String.valueOf(row.get("id"));
            assertThat(logins)
                    .as("every session that was told of is in the trail")
                    .anyMatch(line -> line.contains(id));
        }

        rig.close();
        assertTrailIsWhole();
        rig.restart();
    }

    @Test
    void a_gateway_that_is_asked_to_end_ends_with_nothing_lost() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(rig.yaml())) {
            for (int i = 0; i < 4; i++) {
                assertThat(login(gateway.port(), i)).isTrue();
            }
            assertThat(gateway.end()).isZero();
        }
        assertThat(linesOf("gateway.stopped")).hasSize(2);
        assertTrailIsWhole();
        rig.restart();
        Browser browser = rig.browser();
        for (String cookie : acknowledged) {
            assertThat(browser.send(browser.to("/claims").header("Cookie", cookie))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    /** Eight people log in, every third forgets the password each time; the gateway dies in the middle of it. */
    private void logInUntilKilled(GatewayProcess gateway) throws Exception {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        CountDownLatch half = new CountDownLatch(LOGINS / 2);
        List<Thread> people = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            int person = i;
            Thread thread = new Thread(() -> {
                while (begun.incrementAndGet() <= LOGINS && login(gateway.port(), person)) {
                    told.incrementAndGet();
                    half.countDown();
                }
            });
            people.add(thread);
            thread.start();
        }
        assertThat(half.await(60, TimeUnit.SECONDS)).isTrue();
        gateway.kill();
        for (Thread thread : people) {
            thread.join(60_000);
        }
        assertThat(told.get()).as("it was killed while they logged in").isBetween(LOGINS / 2, LOGINS - 1);
    }

    /** Whether an answer came. */
    private boolean login(int port, int person) {
        try {
            Browser browser = new Browser(rig.trust(), port);
            boolean isForgetful = person % 3 == 2;
            HttpResponse<String> answer = browser.post(
                    "/.tollgate/login",
                    "username",
                    name(person),
                    "password",
                    isForgetful ? "forgotten-again" : GatewayRig.PASSWORD);
            if (answer.statusCode() == 303) {
                acknowledged.add(browser.cookie());
            } else if (answer.statusCode() == 401) {
                failures.computeIfAbsent(name(person), any -> new AtomicInteger())
                        .incrementAndGet();
            }
            return true;
        } catch (Exception e) {
            return false; // It is dead.
        }
    }

    private void assertTrailIsWhole() throws IOException {
        Path data = rig.config().data();
        SealingKey key =
                SealingKey.load(rig.config().sealKey(), data, GatewayRig.world().random());
        TrailVerifier.Report report = new TrailVerifier(
                        Ground.trailDirectory(data), new SealedAuditKeys(key), Store.readHeads(data))
                .verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.lines()).isGreaterThan(acknowledged.size());
    }

    private List<String> linesOf(String type) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(Ground.trailDirectory(rig.config().data()))) {
            for (Path file : files.toList()) {
                Files.readAllLines(file).stream()
                        .filter(line -> line.contains("\"" + type + "\""))
                        .forEach(lines::add);
            }
        }
        return lines;
    }
}
