package io.tollgate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.upstream.Rig.Peer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is tried to make two parties of one connection disagree on where a message ends, and what the application got of
 * it.
 */
@Timeout(60)
@SuppressWarnings("StringConcatToTextBlock") // What is on the wire ends its lines in CRLF.
final class DesyncIT {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    private static final String EVIL = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: gw.test\r\n\r\n";

    /** Answers the first request of all by one script, every other with OK. */
    private static ScriptedApp once(ScriptedApp.Script first) throws IOException {
        boolean[] wasFirst = new boolean[1];
        return new ScriptedApp(connection -> {
            if (!wasFirst[0]) {
                wasFirst[0] = true;
                first.serve(connection);
            } else {
                ScriptedApp.always(OK).serve(connection);
            }
        });
    }

    private static List<String> lines(ScriptedApp app) {
        return app.heads.stream()
                .map(head -> head.substring(0, head.indexOf("\r\n")))
                .toList();
    }

    @Test
    void what_came_before_a_refused_request_is_answered_and_nothing_after_it_is_looked_at() throws Exception {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        try (ScriptedApp app = new ScriptedApp(connection -> {
                    while (connection.request() != null) {
                        ForwardingIT.awaited(mayAnswer);
                        connection.send(OK);
                    }
                });
                Rig rig = new Rig(app);
                Peer peer = rig.connect()) {
            peer.get("/1").get("/2");
            peer.send("GET /3 HTTP/1.1\r\nHost: gw.test\r\nHost: evil\r\n\r\n").send(SMUGGLED);
            ForwardingIT.await(() -> app.heads.size() == 1);
            mayAnswer.countDown();
            String all = peer.all();
            assertThat(all).startsWith(OK + OK + "HTTP/1.1 400 ").endsWith("<EOF>");
            assertThat(all.split("HTTP/1.1 ", -1)).hasSize(4);
            assertThat(lines(app)).containsExactly("GET /1 HTTP/1.1", "GET /2 HTTP/1.1");
        }
    }

    @Test
    void a_body_where_none_is_usual_is_the_last_thing_on_its_connection() throws Exception {
        try (ScriptedApp app = new ScriptedApp(ScriptedApp.always(OK));
                Rig rig = new Rig(app);
                Peer peer = rig.connect()) {
            for (String method : List.of("GET", "DELETE", "OPTIONS")) {
                peer.send(method + " /a HTTP/1.1\r\nHost: gw.test\r\nContent-Length: " + SMUGGLED.length() + "\r\n\r\n"
                                + SMUGGLED)
                        .until("hi");
                assertThat(app.heads.get(app.heads.size() - 1)).contains("\r\nConnection: close\r\n");
            }
            assertThat(app.connections).hasValue(3);
            peer.get("/b").until("hi");
            peer.send("POST /c HTTP/1.1\r\nHost: gw.test\r\nContent-Length: 2\r\n\r\nab")
                    .until("hi");
            peer.get("/d").until("hi");
            assertThat(app.connections).hasValue(4);
            assertThat(app.bodies).containsExactly(SMUGGLED, SMUGGLED, SMUGGLED, "ab");
        }
    }

    @Test
    void a_body_after_an_answer_that_has_none_is_nobody_s_answer() throws Exception {
        for (String head : List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: " + EVIL.length() + "\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")) {
            try (ScriptedApp app = once(connection -> {
                        connection.head();
                        connection.send(head);
                        connection.head();
                        connection.send(EVIL);
                    });
                    Rig rig = new Rig(app);
                    Peer peer = rig.connect()) {
                peer.send("HEAD /a HTTP/1.1\r\nHost: gw.test\r\n\r\n").until("\r\n\r\n");
                assertThat(peer.get("/b").until("hi")).isEqualTo(OK);
            }
        }
        for (String status : List.of("204 No Content", "304 Not Modified")) {
            try (ScriptedApp app = once(connection -> {
                        connection.head();
                        connection.send("HTTP/1.1 " + status + "\r\nContent-Length: " + EVIL.length() + "\r\n\r\n");
                        connection.head();
                        connection.send(EVIL);
                    });
                    Rig rig = new Rig(app);
                    Peer peer = rig.connect()) {
                assertThat(peer.get("/a").until("\r\n\r\n")).startsWith("HTTP/1.1 " + status);
                assertThat(peer.get("/b").until("hi")).endsWith(OK);
            }
        }
    }

    @Test
    void an_unasked_answer_that_comes_later_ends_its_connection() throws Exception {
        try (ScriptedApp app = once(connection -> {
                    connection.head();
                    connection.send(OK);
                    pause();
                    connection.send(EVIL);
                    connection.head();
                });
                Rig rig = new Rig(app);
                Peer peer = rig.connect()) {
            assertThat(peer.get("/a").until("hi")).isEqualTo(OK);
            ForwardingIT.await(() -> rig.forwarder.open("billing") == 0);
            assertThat(peer.get("/b").until("hi")).isEqualTo(OK);
            assertThat(app.connections).hasValue(2);
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void an_early_answer_ends_both_connections_and_the_rest_of_the_body_is_no_request() throws Exception {
        for (String framing : List.of("Content-Length: 1000", "Transfer-Encoding: chunked")) {
            try (ScriptedApp app = once(connection -> {
                        connection.head();
                        connection.send("HTTP/1.1 401 No\r\nContent-Length: 2\r\n\r\nno");
                        connection.in.readAllBytes();
                    });
                    Rig rig = new Rig(app)) {
                try (Peer peer = rig.connect()) {
                    peer.send("POST /a HTTP/1.1\r\nHost: gw.test\r\n" + framing + "\r\n\r\n");
                    assertThat(peer.until("no")).contains("Connection: close\r\n");
                    peer.send(SMUGGLED);
                    assertThat(peer.all()).isIn("<EOF>", "<RESET>");
                }
                try (Peer peer = rig.connect()) {
                    assertThat(peer.get("/b").until("hi")).isEqualTo(OK);
                }
                assertThat(lines(app)).containsExactly("POST /a HTTP/1.1", "GET /b HTTP/1.1");
            }
        }
    }

    @Test
    void expectations_never_leave_a_body_behind() throws Exception {
        String post = "POST /a HTTP/1.1\r\nHost: gw.test\r\nContent-Length: " + SMUGGLED.length() + "\r\n";
        try (ScriptedApp app = new ScriptedApp(ScriptedApp.always(OK));
                Rig rig = new Rig(app)) {
            for (String odd : List.of("x", "100-continue, x", "y 100-continue", "")) {
                try (Peer peer = rig.connect().send(post + "Expect: " + odd + "\r\n\r\n" + SMUGGLED)) {
                    String all = peer.all();
                    assertThat(all).startsWith("HTTP/1.1 417 ").containsOnlyOnce("HTTP/1.1");
                }
            }
            assertThat(app.heads).isEmpty();
            try (Peer peer = rig.connect().send(post + "Expect: 100-Continue\r\n\r\n" + SMUGGLED)) {
                assertThat(peer.until("hi")).isIn(OK, "HTTP/1.1 100 Continue\r\n\r\n" + OK);
            }
            assertThat(app.heads.get(0)).doesNotContain("xpect");
            assertThat(app.bodies).containsExactly(SMUGGLED);
        }
        try (ScriptedApp app = once(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
                    connection.in.readAllBytes();
                });
                Rig rig = new Rig(app);
                Peer peer = rig.connect().send(post + "Expect: 100-continue\r\n\r\n")) {
            peer.until("417");
            peer.send(SMUGGLED);
            assertThat(peer.all()).contains("Connection: close").doesNotContain("hi");
            assertThat(lines(app)).containsExactly("POST /a HTTP/1.1");
        }
    }

    @Test
    void what_follows_an_upgrade_that_was_not_agreed_is_a_request_that_is_judged() throws Exception {
        String upgrade = "GET /ws HTTP/1.1\r\nHost: gw.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        for (String answer : List.of(OK, OK.replace("200 OK", "426 Upgrade Required"))) {
            try (ScriptedApp app = new ScriptedApp(ScriptedApp.always(answer));
                    Rig rig = new Rig(app);
                    Peer peer = rig.connect().send(upgrade + SMUGGLED)) {
                peer.until("hi");
                peer.until("hi");
                assertThat(app.heads.get(1)).startsWith("GET /smuggled").contains("X-Forwarded-For: 127.0.0.1");
                assertThat(rig.test.exchanges).hasSize(2);
            }
        }
    }

    @Test
    void an_answer_to_nobody_s_upgrade_reaches_nobody() throws Exception {
        String hint = "HTTP/1.1 103 Early Hints\r\n\r\n";
        String switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ";
        for (String answer : List.of(hint + switching + "websocket\r\n\r\n" + EVIL, switching + "h2c\r\n\r\n" + EVIL)) {
            try (ScriptedApp app = once(connection -> {
                        connection.head();
                        connection.send(answer);
                        connection.head();
                    });
                    Rig rig = new Rig(app);
                    Peer peer = rig.connect().get("/a")) {
                assertThat(peer.until("REF\n")).contains("HTTP/1.1 502 ").doesNotContain("evil");
                assertThat(peer.get("/b").until("hi")).isEqualTo(OK);
                assertThat(app.connections).hasValue(2);
            }
        }
    }

    @Test
    void answers_that_can_be_read_in_two_ways_are_502_and_their_connection_ends() throws Exception {
        String ok = "HTTP/1.1 200 OK\r\n";
        for (String answer : List.of(
                ok + "Content-Length: 4\r\nContent-Length: 4\r\n\r\nevil",
                ok + "Content-Length: 4\r\nContent-Length: 0\r\n\r\nevil",
                ok + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nevil\r\n0\r\n\r\n",
                ok + "Transfer-Encoding: identity\r\nContent-Length: 4\r\n\r\nevil",
                ok + "Transfer-Encoding: chunked, identity\r\n\r\nevil",
                ok + "Content-Length: 4 4\r\n\r\nevil",
                ok + "Content-Length: 4,4\r\n\r\nevil",
                ok + "Content_Length: 4\r\n\r\nevil",
                ok + "Content-Length\u0000: 4\r\n\r\nevil",
                ok + "X: " + "a".repeat(70_000) + "\r\nContent-Length: 4\r\n\r\nevil",
                ok + "X: a\r\n".repeat(20_000) + "Content-Length: 4\r\n\r\nevil",
                "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(17) + ok + "Content-Length: 4\r\n\r\nevil",
                "HTTP/1.1 099 OK\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/2 200 OK\r\nContent-Length: 4\r\n\r\nevil")) {
            try (ScriptedApp app = once(connection -> {
                        connection.head();
                        connection.send(answer);
                        connection.head();
                    });
                    Rig rig = new Rig(app);
                    Peer peer = rig.connect().get("/a")) {
                String first = peer.until("REF\n");
                assertThat(first)
                        .as(answer.substring(0, Math.min(80, answer.length())))
                        .contains("HTTP/1.1 502 ");
                assertThat(first).doesNotContain("evil").doesNotContain("HTTP/1.1 200");
                assertThat(peer.get("/b").until("hi")).isEqualTo(OK);
                assertThat(app.connections).hasValue(2);
            }
        }
    }

    @Test
    void trailers_that_could_be_taken_for_fields_do_not_arrive() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n"
                + "Content-Length: 1\r\nSet-Cookie: a=b\r\nX-T: 1\r\nTransfer-Encoding: x\r\n\r\n";
        try (ScriptedApp app = new ScriptedApp(ScriptedApp.always(answer));
                Rig rig = new Rig(app);
                Peer peer = rig.connect().get("/a")) {
            assertThat(peer.until("X-T: 1\r\n\r\n"))
                    .isEqualTo("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-T: 1\r\n\r\n");
            for (String name : List.of("Remote-User", "X-Real-IP", "X-Original-URL", "X-HTTP-Method-Override")) {
                try (Peer other = rig.connect()
                        .send("POST /a HTTP/1.1\r\nHost: gw.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + name
                                + ": x\r\n\r\n")) {
                    other.until("X-T: 1\r\n\r\n");
                }
            }
            assertThat(app.bodies)
                    .hasSize(4)
                    .allSatisfy(body -> assertThat(body).isEqualTo("0\r\n\r\n"));
        }
    }
}
