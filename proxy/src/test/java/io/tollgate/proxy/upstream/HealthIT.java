package io.tollgate.proxy.upstream;

import static io.tollgate.proxy.upstream.ForwardingIT.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.Ticker;
import io.tollgate.config.HealthConfig;
import io.tollgate.config.StatusRange;
import io.tollgate.proxy.upstream.Rig.Peer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HealthIT {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    private static final String DOWN = "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n";

    private static Apps asked(@Nullable String path, @Nullable String marker) {
        return asked(path, marker, Duration.ofMillis(500)); // a busy machine has others to serve for 100 ms
    }

    private static Apps asked(@Nullable String path, @Nullable String marker, Duration often) {
        return new Apps().health(new HealthConfig(path, often, often, StatusRange.ANSWERS, marker));
    }

    /** Answers health checks as the test says, and everything else with 200. */
    private static ScriptedApp app(AtomicReference<String> health) throws IOException {
        return new ScriptedApp(connection -> {
            for (String head = connection.request(); head != null; head = connection.request()) {
                connection.send(head.startsWith("GET /health") ? health.get() : OK);
            }
        });
    }

    private static long served(ScriptedApp app) {
        return List.copyOf(app.heads).stream()
                .filter(head -> !head.startsWith("GET /health"))
                .count();
    }

    @Test
    void an_endpoint_that_says_it_is_not_well_gets_nothing_until_it_says_it_is() throws Exception {
        AtomicReference<String> health = new AtomicReference<>(OK);
        try (ScriptedApp a = app(health);
                ScriptedApp b = app(new AtomicReference<>(OK));
                Rig rig = new Rig(asked("/health?deep=1", null).at(a, b), Ticker.systemTicker());
                Peer peer = rig.connect()) {
            health.set(DOWN);
            await(() -> rig.listener.changes.contains("upstream.down"));
            long before = served(a);
            for (int i = 0; i < 10; i++) {
                assertThat(peer.get("/" + i).until("hi")).startsWith("HTTP/1.1 200");
            }
            assertThat(served(a)).isEqualTo(before);
            health.set(OK);
            await(() -> rig.listener.changes.contains("upstream.up"));
            for (int i = 0; i < 10; i++) {
                peer.get("/" + i).until("hi");
            }
            assertThat(served(a)).isGreaterThan(before);
            assertThat(rig.listener.changes).as("each told once").containsExactly("upstream.down", "upstream.up");
            assertThat(a.heads.stream().filter(head -> head.startsWith("GET /health")))
                    .allSatisfy(head -> assertThat(head)
                            .startsWith("GET /health?deep=1 HTTP/1.1\r\nHost: 127.0.0.1:" + a.port() + "\r\n"));
        }
    }

    @Test
    void where_none_is_well_nothing_is_sent_and_that_is_said() throws Exception {
        try (ScriptedApp a = app(new AtomicReference<>(DOWN));
                Rig rig = new Rig(asked("/health", null).at(a), Ticker.systemTicker())) {
            await(() -> rig.listener.changes.contains("upstream.down"));
            try (Peer peer = rig.connect().get("/a")) {
                assertThat(peer.until("REF\n"))
                        .startsWith("HTTP/1.1 503 ")
                        .containsIgnoringCase("\r\nretry-after: 1\r\n")
                        .contains("upstream.down");
            }
            assertThat(served(a)).isZero();
        }
    }

    @Test
    void a_marker_is_looked_for_in_the_body_even_where_it_comes_in_pieces() throws Exception {
        AtomicReference<Integer> dots = new AtomicReference<>(10);
        ScriptedApp.Script script = connection -> {
            connection.request();
            connection.send("HTTP/1.1 200 OK\r\n\r\n" + ".".repeat(dots.get()) + "database: ");
            connection.out.flush();
            connection.send("ok, and more");
        };
        try (ScriptedApp a = new ScriptedApp(script);
                Rig rig = new Rig(asked("/health", "database: ok").at(a), Ticker.systemTicker())) {
            await(() -> a.heads.size() >= 3);
            assertThat(rig.listener.changes).isEmpty();
            dots.set(70_000);
            await(() -> rig.listener.changes.contains("upstream.down"));
            assertThat(rig.listener.whys).anySatisfy(why -> assertThat(why).contains("marker"));
        }
    }

    @Test
    void a_connection_is_enough_where_that_is_all_that_is_asked_for() throws Exception {
        ScriptedApp a = new ScriptedApp(connection -> connection.request());
        try (Rig rig = new Rig(asked(null, null).at(a), Ticker.systemTicker())) {
            await(() -> a.connections.get() >= 3);
            assertThat(a.heads).as("nothing is asked").isEmpty();
            assertThat(rig.listener.changes).isEmpty();
            a.close();
            await(() -> rig.listener.changes.contains("upstream.down"));
            try (ScriptedApp back = new ScriptedApp(connection -> connection.request(), a.port())) {
                await(() -> rig.listener.changes.contains("upstream.up"));
                assertThat(back.connections).hasPositiveValue();
            }
        }
    }

    @Test
    void silence_is_not_well() throws Exception {
        try (ScriptedApp silent = new ScriptedApp(connection -> {
                    connection.request();
                    connection.request();
                });
                Rig rig = new Rig(asked("/health", null, Duration.ofMillis(100)).at(silent), Ticker.systemTicker())) {
            await(() -> !rig.listener.changes.isEmpty());
            assertThat(rig.listener.changes).containsExactly("upstream.down");
            assertThat(rig.listener.whys).singleElement().asString().contains("no answer in 100 ms");
        }
    }

    @Test
    void one_bad_answer_among_good_ones_takes_nobody_out() throws Exception {
        int[] count = new int[1];
        ScriptedApp.Script everyOther = connection -> {
            connection.request();
            connection.send(count[0]++ % 2 == 0 ? OK : DOWN);
        };
        try (ScriptedApp a = new ScriptedApp(everyOther);
                Rig rig = new Rig(asked("/health", null).at(a), Ticker.systemTicker())) {
            await(() -> a.heads.size() >= 8);
            assertThat(rig.listener.changes).isEmpty();
            assertThat(rig.listener.of(a).isHealthy()).isTrue();
        }
    }

    @Test
    void an_endpoint_that_is_gone_from_the_configuration_is_not_asked_any_more() throws Exception {
        try (ScriptedApp a = app(new AtomicReference<>(OK));
                ScriptedApp b = app(new AtomicReference<>(OK));
                Rig rig = new Rig(asked("/health", null).at(a, b), Ticker.systemTicker())) {
            await(() -> a.heads.size() >= 2 && b.heads.size() >= 2);
            rig.forwarder.configured(List.of(asked("/health", null).at(a)));
            int asked = b.heads.size();
            int before = a.heads.size();
            await(() -> a.heads.size() >= before + 4);
            assertThat(b.heads.size()).isLessThanOrEqualTo(asked + 1);
        }
    }

    @Test
    void nothing_goes_upstream_that_nobody_asked_for_unless_health_is() throws Exception {
        try (ScriptedApp watched = app(new AtomicReference<>(OK));
                ScriptedApp quiet = app(new AtomicReference<>(OK));
                Rig rig = new Rig(asked("/health", null).at(watched), Ticker.systemTicker());
                Rig other = new Rig(new Apps().at(quiet), Ticker.systemTicker())) {
            await(() -> watched.heads.size() >= 5);
            assertThat(quiet.connections).hasValue(0);
            assertThat(other.forwarder.open("billing")).isZero();
            assertThat(rig.forwarder.open("billing"))
                    .as("health has connections of its own")
                    .isZero();
        }
    }
}
