package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three endpoints of one app through a whole gateway: people stay where they are, and a lost endpoint is told. */
final class SeveralEndpointsOfAnAppIT {
    @TempDir
    Path folder;

    private final List<ScriptedUpstream> apps = new ArrayList<>();
    private final List<AtomicBoolean> isWell = new ArrayList<>();
    private GatewayRig rig;

    @BeforeEach
    void start() throws Exception {
        for (int i = 0; i < 3; i++) {
            String name = "endpoint " + i;
            AtomicBoolean well = new AtomicBoolean(true);
            isWell.add(well);
            apps.add(new ScriptedUpstream((head, socket) -> {
                boolean isHealth = head.startsWith("GET /health ");
                String status = isHealth && !well.get() ? "503 No" : "200 OK";
                String from = isHealth ? "" : " from " + socket.getInetAddress().getHostAddress();
                String body = name + from;
                ScriptedUpstream.say(
                        socket,
                        "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n"
                                + body);
            }));
        }
        rig = GatewayRig.start(folder, """
            apps:
              billing:
                hosts: [localhost]
                upstream:
                  endpoints: ["http://127.0.0.1:%d", "http://127.0.0.1:%d", "http://127.0.0.1:%d"]
                  sticky: true
                  source-addresses: [127.0.0.21, 127.0.0.22]
                  health: { path: /health, every: 1s, timeout: 1s, up: 200 }
                  circuit-breaker: { failure-rate: 50%%, window: 100, open-for: 10s }
                access:
                  desk: { allow: ["/**"] }
            """.formatted(
                        apps.get(0).port(), apps.get(1).port(), apps.get(2).port()));
    }

    @AfterEach
    void stop() throws IOException {
        rig.close();
        for (ScriptedUpstream app : apps) {
            app.close();
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + GatewayRig.PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private String metrics() throws Exception {
        return new Browser(rig.trust(), rig.adminPort())
                .fetch("GET", "/metrics")
                .body();
    }

    private static int place(String said) {
        return Integer.parseInt(said.substring("endpoint ".length(), "endpoint ".length() + 1));
    }

    @Test
    void people_stay_where_they_are_and_move_only_when_that_is_lost() throws Exception {
        List<Browser> people = new ArrayList<>();
        List<String> homes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            rig.user("user" + i + "@clinic.example", "desk");
            Browser browser = rig.browser();
            browser.login("user" + i + "@clinic.example");
            people.add(browser);
            homes.add(browser.get("/claims").body());
        }
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < people.size(); i++) {
                assertThat(people.get(i).get("/claims/" + round).body()).isEqualTo(homes.get(i));
            }
        }
        assertThat(homes).allMatch(home -> home.matches("endpoint [0-2] from 127\\.0\\.0\\.2[12]"));

        int lost = place(homes.get(0));
        isWell.get(lost).set(false);
        String down = "tollgate_upstream_healthy{app=\"billing\",endpoint=\"http://127.0.0.1:"
                + apps.get(lost).port() + "\"} 0.0";
        await(() -> {
            try {
                return metrics().contains(down);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        for (int i = 0; i < people.size(); i++) {
            String now = people.get(i).get("/claims").body();
            if (place(homes.get(i)) == lost) {
                assertThat(place(now)).isNotEqualTo(lost);
                assertThat(now.substring(10))
                        .as("the address stays")
                        .isEqualTo(homes.get(i).substring(10));
            } else {
                assertThat(now).isEqualTo(homes.get(i));
            }
        }
        assertThat(metrics())
                .contains("tollgate_upstream_breaker{")
                .contains("tollgate_upstream_connections{")
                .contains("tollgate_upstream_retries_total{");
        await(() -> trail().contains("upstream.down"));
    }

    private String trail() {
        try (Stream<Path> files = Files.walk(rig.config().data().resolve("audit"))) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void where_all_are_lost_people_are_told_and_the_gateway_itself_is_ready() throws Exception {
        rig.user("ann@clinic.example", "desk");
        Browser ann = rig.browser();
        ann.login("ann@clinic.example");
        isWell.forEach(well -> well.set(false));
        await(() -> {
            try {
                return ann.get("/claims").statusCode() == 503;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        HttpResponse<String> told = ann.get("/claims");
        assertThat(told.headers().firstValue("retry-after")).hasValue("1");
        assertThat(told.headers().firstValue("tollgate-reason")).hasValue("upstream.down");
        assertThat(new Browser(rig.trust(), rig.adminPort())
                        .fetch("GET", "/health/ready")
                        .statusCode())
                .isEqualTo(200);
        isWell.forEach(well -> well.set(true));
        await(() -> {
            try {
                return ann.get("/claims").statusCode() == 200;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
