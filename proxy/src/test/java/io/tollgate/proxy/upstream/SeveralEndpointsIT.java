package io.tollgate.proxy.upstream;

import static io.tollgate.proxy.upstream.ForwardingIT.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.tollgate.config.Balance;
import io.tollgate.config.CircuitBreakerConfig;
import io.tollgate.proxy.upstream.Rig.Peer;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SeveralEndpointsIT {
    private static final String A = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na";
    private static final String B = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb";

    /** Closes the connection instead of an answer. */
    private static final ScriptedApp.Script MUTE = connection -> connection.request();

    private static ScriptedApp gone() throws IOException {
        ScriptedApp gone = new ScriptedApp(MUTE);
        gone.close();
        return gone;
    }

    private static String body(Peer peer, String request) throws IOException {
        String head = peer.send(request).until("\r\n\r\n");
        return head.startsWith("HTTP/1.1 200") ? String.valueOf((char) peer.in.read()) : head;
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: gw.test:8443\r\n\r\n";
    }

    @Test
    void requests_are_shared_and_each_is_sent_once() throws Exception {
        try (ScriptedApp a = new ScriptedApp(ScriptedApp.always(A));
                ScriptedApp b = new ScriptedApp(ScriptedApp.always(B));
                Rig rig = new Rig(new Apps().balance(Balance.ROUND_ROBIN).at(a, b), Ticker.systemTicker());
                Peer peer = rig.connect()) {
            for (int i = 0; i < 20; i++) {
                body(peer, get("/" + i));
            }
            assertThat(a.heads).hasSize(10);
            assertThat(b.heads).hasSize(10);
        }
    }

    @Test
    void an_endpoint_that_is_not_there_costs_nobody_a_request_not_even_one_with_a_body() throws Exception {
        try (ScriptedApp gone = gone();
                ScriptedApp b = new ScriptedApp(ScriptedApp.always(B));
                Rig rig = new Rig(new Apps().at(gone, b), Ticker.systemTicker());
                Peer peer = rig.connect()) {
            for (int i = 0; i < 10; i++) {
                String post = "POST /" + i + " HTTP/1.1\r\nHost: gw.test\r\nContent-Length: 3\r\n\r\nx=" + i;
                assertThat(body(peer, i % 2 == 0 ? post : get("/" + i))).isEqualTo("b");
            }
            assertThat(b.heads).hasSize(10);
            assertThat(b.bodies).containsExactly("x=0", "x=2", "x=4", "x=6", "x=8");
            assertThat(rig.listener.changes).as("told once").containsExactly("upstream.ejected");
            assertThat(rig.listener.of(gone).retries()).isEqualTo(5);
            assertThat(rig.listener.of(gone).isHealthy()).isFalse();
        }
    }

    @Test
    void where_no_endpoint_is_there_that_is_said_with_when_to_try_again() throws Exception {
        try (ScriptedApp gone = gone();
                ScriptedApp lost = gone();
                Rig rig = new Rig(new Apps().at(gone, lost), Ticker.systemTicker());
                Peer peer = rig.connect().get("/a")) {
            assertThat(peer.until("REF\n"))
                    .startsWith("HTTP/1.1 502 ")
                    .containsIgnoringCase("\r\nretry-after: 1\r\n")
                    .contains("upstream.connect");
        }
    }

    @Test
    void what_was_sent_and_not_answered_is_never_sent_again() throws Exception {
        try (ScriptedApp mute = new ScriptedApp(MUTE);
                ScriptedApp b = new ScriptedApp(MUTE);
                Rig rig = new Rig(new Apps().safe("GET /safe/**").at(mute, b), Ticker.systemTicker())) {
            for (String path : List.of("/pay", "/safer", "/Safe/x")) {
                try (Peer peer = rig.connect().get(path)) {
                    assertThat(peer.until("REF\n")).startsWith("HTTP/1.1 502 ").contains("upstream.closed");
                }
            }
            assertThat(mute.heads.size() + b.heads.size()).isEqualTo(3);
        }
    }

    @Test
    void what_is_declared_safe_is_sent_once_more_and_elsewhere_but_not_with_a_body() throws Exception {
        try (ScriptedApp mute = new ScriptedApp(MUTE);
                ScriptedApp b = new ScriptedApp(MUTE);
                Rig rig = new Rig(new Apps().safe("/safe/**").at(mute, b), Ticker.systemTicker())) {
            try (Peer peer = rig.connect().get("/safe/x")) {
                assertThat(peer.until("REF\n")).startsWith("HTTP/1.1 502 ");
                assertThat(mute.heads).hasSize(1);
                assertThat(b.heads).hasSize(1);
            }
            try (Peer peer =
                    rig.connect().send("POST /safe/x HTTP/1.1\r\nHost: gw.test\r\nContent-Length: 1\r\n\r\nx")) {
                assertThat(peer.until("REF\n")).startsWith("HTTP/1.1 502 ");
                assertThat(mute.heads.size() + b.heads.size()).isEqualTo(3);
            }
            b.script(ScriptedApp.always(B));
            for (int i = 0; i < 4; i++) {
                try (Peer peer = rig.connect()) {
                    assertThat(body(peer, get("/safe/y"))).isEqualTo("b");
                }
            }
        }
    }

    @Test
    void a_single_endpoint_is_asked_once_more_where_that_is_safe() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (ScriptedApp app = new ScriptedApp(connection -> {
                    if (connection.request() != null && asked.incrementAndGet() > 1) {
                        connection.send(A);
                    }
                });
                Rig rig = new Rig(new Apps().safe("/**").at(app), Ticker.systemTicker());
                Peer peer = rig.connect()) {
            assertThat(body(peer, get("/a"))).isEqualTo("a");
            assertThat(app.heads).hasSize(2);
        }
    }

    /** The end of a kept connection may be there without the event loop having seen it. */
    @Test
    void a_kept_connection_that_the_application_closed_loses_no_request() throws Exception {
        try (ScriptedApp app = new ScriptedApp(connection -> {
                    connection.request();
                    connection.send(A);
                });
                Rig rig = new Rig(new Apps().at(app), Ticker.systemTicker());
                Peer peer = rig.connect()) {
            for (int i = 0; i < 300; i++) {
                assertThat(body(peer, get("/" + i))).as("request " + i).isIn("a");
                int answered = i + 1;
                await(() -> app.ended.get() == answered);
            }
            assertThat(app.heads).hasSize(300);
            assertThat(app.connections).hasValue(300);
        }
    }

    @Test
    void a_breaker_spares_an_endpoint_that_does_not_answer_and_says_when_to_try_again() throws Exception {
        MockTicker time = Ticker.newMockTicker();
        ScriptedApp gone = gone();
        Apps app = new Apps().breaker(new CircuitBreakerConfig(50, 10, Duration.ofSeconds(10)));
        try (Rig rig = new Rig(app.at(gone), time)) {
            for (int i = 0; i < 10; i++) {
                try (Peer peer = rig.connect().get("/" + i)) {
                    assertThat(peer.until("REF\n")).startsWith("HTTP/1.1 502 ");
                }
            }
            time.advance(4, TimeUnit.SECONDS);
            try (Peer peer = rig.connect().get("/a")) {
                assertThat(peer.until("REF\n"))
                        .startsWith("HTTP/1.1 503 ")
                        .containsIgnoringCase("\r\nretry-after: 6\r\n")
                        .contains("upstream.spared");
            }
            assertThat(rig.listener.of(gone).breaker()).isEqualTo(2);
            time.advance(7, TimeUnit.SECONDS);
            try (ScriptedApp back = new ScriptedApp(ScriptedApp.always(A), gone.port());
                    Peer peer = rig.connect()) {
                for (int i = 0; i < 5; i++) {
                    assertThat(body(peer, get("/" + i))).isEqualTo("a");
                }
                assertThat(back.heads).hasSize(5);
            }
            assertThat(rig.listener.changes)
                    .containsExactly("upstream.breaker.open", "upstream.breaker.half-open", "upstream.breaker.closed");
        }
    }

    @Test
    void answers_of_500_open_no_breaker_and_leave_nobody_out() throws Exception {
        String failing = "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n";
        Apps app = new Apps().breaker(new CircuitBreakerConfig(1, 10, Duration.ofSeconds(10)));
        try (ScriptedApp a = new ScriptedApp(ScriptedApp.always(failing));
                ScriptedApp b = new ScriptedApp(ScriptedApp.always(failing));
                Rig rig = new Rig(app.outlier(1, Duration.ofSeconds(10)).at(a, b), Ticker.systemTicker());
                Peer peer = rig.connect()) {
            for (int i = 0; i < 40; i++) {
                assertThat(peer.get("/" + i).until("\r\n\r\n")).startsWith("HTTP/1.1 500 Oops");
            }
            assertThat(rig.listener.changes).isEmpty();
            assertThat(a.heads).hasSize(20);
        }
    }

    @Test
    void somebody_without_a_session_stays_where_their_address_led_until_that_is_gone() throws Exception {
        ScriptedApp[] apps = {
            new ScriptedApp(ScriptedApp.always(A)),
            new ScriptedApp(ScriptedApp.always(A)),
            new ScriptedApp(ScriptedApp.always(A))
        };
        try (Rig rig = new Rig(new Apps().sticky().at(apps), Ticker.systemTicker());
                Peer peer = rig.connect()) {
            for (int i = 0; i < 30; i++) {
                body(peer, get("/" + i));
            }
            ScriptedApp home = List.of(apps).stream()
                    .filter(app -> !app.heads.isEmpty())
                    .findFirst()
                    .orElseThrow();
            assertThat(home.heads).hasSize(30);
            home.close();
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String said = body(peer, get("/after/" + i));
                assertThat(said)
                        .satisfiesAnyOf(
                                text -> assertThat(text).isEqualTo("a"),
                                text -> assertThat(text).contains(" 502 "));
                answers.add(said);
                if (!said.equals("a")) {
                    peer.until("REF\n");
                }
            }
            assertThat(List.of(apps).stream().filter(app -> !app.heads.isEmpty()))
                    .as("the next home is one, too: %s", answers)
                    .hasSize(2);
        } finally {
            for (ScriptedApp app : apps) {
                app.close();
            }
        }
    }

    @Test
    void connections_come_from_the_address_of_the_person() throws Exception {
        String[] sources = {"127.0.0.11", "127.0.0.12", "127.0.0.13", "127.0.0.14"};
        try (ScriptedApp app = new ScriptedApp(ScriptedApp.always(A));
                Rig rig = new Rig(new Apps().sources(sources).at(app), Ticker.systemTicker())) {
            for (int i = 0; i < 12; i++) {
                try (Peer peer = rig.connect()) {
                    assertThat(body(peer, get("/" + i))).isEqualTo("a");
                }
            }
            assertThat(app.sockets.stream()
                            .map(Socket::getInetAddress)
                            .map(address -> address.getHostAddress())
                            .distinct())
                    .singleElement()
                    .isIn((Object[]) sources);
        }
    }

    @Test
    void an_endpoint_that_is_gone_from_the_configuration_finishes_what_it_has() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedApp a = new ScriptedApp(connection -> {
                    connection.request();
                    ForwardingIT.awaited(go);
                    connection.send(A);
                });
                ScriptedApp b = new ScriptedApp(ScriptedApp.always(B));
                Rig rig = new Rig(new Apps().at(a), Ticker.systemTicker());
                Peer slow = rig.connect().get("/slow");
                Peer peer = rig.connect()) {
            await(() -> a.heads.size() == 1);
            rig.forwarder.configured(List.of(new Apps().at(b)));
            assertThat(body(peer, get("/"))).isEqualTo("b");
            go.countDown();
            assertThat(slow.until("\r\n\r\na")).startsWith("HTTP/1.1 200");
            await(() -> rig.listener.retired.get(0).open() == 0);
        }
    }

    @Test
    void siblings_that_come_and_go_cost_an_endpoint_neither_connections_nor_standing() throws Exception {
        try (ScriptedApp a = new ScriptedApp(ScriptedApp.always(A));
                ScriptedApp b = new ScriptedApp(ScriptedApp.always(B));
                ScriptedApp c = new ScriptedApp(ScriptedApp.always(B));
                Rig rig = new Rig(new Apps().balance(Balance.ROUND_ROBIN).at(a, b), Ticker.systemTicker());
                Peer peer = rig.connect()) {
            body(peer, get("/1"));
            body(peer, get("/2"));
            rig.forwarder.configured(List.of(
                    new Apps().balance(Balance.ROUND_ROBIN).safe("GET /x").at(c, a)));
            for (int i = 0; i < 4; i++) {
                body(peer, get("/" + i));
            }
            assertThat(a.heads).hasSize(3);
            assertThat(a.connections).as("kept").hasValue(1);
            assertThat(rig.listener.figures).hasSize(3);
            assertThat(rig.listener.retired)
                    .singleElement()
                    .satisfies(gone -> assertThat(gone.endpoint()).endsWith(":" + b.port()));
            await(() ->
                    b.sockets.get(0).isClosed() || rig.listener.retired.get(0).open() == 0);
        }
    }
}
