package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That no number of guesses at once, on connections or on streams, gets past a count, and no restart does. */
final class LockoutRaceIT {
    private static final String ANN = "ann@clinic.example";
    private static final int AT_ONCE = 64;
    private static final int AFTER = 5;

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private final QuickHasher hasher = new QuickHasher();
    private ScriptedUpstream app;
    private GatewayRig rig;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream(LockoutRaceIT::serve);
        rig = GatewayRig.start(folder, """
            apps:
              desk:
                upstream: http://127.0.0.1:%d
                access:
                  biller: { allow: ["/**"] }
            lockout: { per-network: 1000/m }
            """.formatted(app.port()), world -> hasher.in(time.in(world)));
        rig.user(ANN, "biller");
    }

    private static void serve(String head, Socket socket) throws java.io.IOException {
        ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsmall");
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        app.close();
    }

    @Test
    void on_sixty_four_connections_at_once_five_are_compared() throws Exception {
        assertRaceIsLost(HttpClient.Version.HTTP_1_1);
    }

    @Test
    void on_sixty_four_streams_at_once_five_are_compared() throws Exception {
        assertRaceIsLost(HttpClient.Version.HTTP_2);
    }

    private void assertRaceIsLost(HttpClient.Version version) throws Exception {
        int before = hasher.compared();
        List<Integer> statuses = race(version);

        assertThat(statuses).hasSize(AT_ONCE).containsOnly(401);
        assertThat(hasher.compared() - before).isEqualTo(AFTER);
        assertThat(failures()).contains(AFTER);

        rig.restart();
        assertThat(race(version)).containsOnly(401);
        assertThat(hasher.compared() - before).as("over a restart").isEqualTo(AFTER);

        time.jump(Duration.ofSeconds(31));
        assertThat(race(version)).containsOnly(401);
        assertThat(hasher.compared() - before)
                .as("one more once the lock is over, which locks again")
                .isEqualTo(AFTER + 1);
    }

    /** Guesses all at once; on streams of one connection or each on a connection of its own. */
    private List<Integer> race(HttpClient.Version version) throws Exception {
        Browser browser = rig.browser(version);
        browser.send(browser.to("/.tollgate/login")); // a connection, so that streams have one to share
        List<CompletableFuture<HttpResponse<String>>> guesses = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            guesses.add(browser.client()
                    .sendAsync(
                            browser.to("/.tollgate/login")
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(BodyPublishers.ofString(
                                            "username=ann%40clinic.example&password=guess-number-" + i))
                                    .build(),
                            BodyHandlers.ofString()));
        }
        List<Integer> statuses = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> guess : guesses) {
            HttpResponse<String> answer = guess.get(60, TimeUnit.SECONDS);
            assertThat(answer.version()).isEqualTo(version);
            statuses.add(answer.statusCode());
        }
        return statuses;
    }

    private List<Object> failures() throws Exception {
        return rig.command("lockouts.list").rows().stream()
                .map(row -> row.get("failures"))
                .toList();
    }
}
