package io.tollgate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.upstream.Rig.Peer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("StringConcatToTextBlock") // What is on the wire ends its lines in CRLF.
final class ForwardingIT {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    @Test
    void a_request_goes_upstream_as_the_client_sent_it_plus_what_is_ours() throws Exception {
        try (ScriptedApp app = new ScriptedApp(ScriptedApp.always(OK));
                Rig rig = new Rig(app);
                Peer peer = rig.connect()) {
            peer.send("GET /a;v=1?x=@&&y=+ HTTP/1.1\r\n"
                    + "host: gw.test:8443\r\n"
                    + "X-Odd:  a  b \r\n"
                    + "X-Forwarded-User: admin\r\n"
                    + "Authorization: Basic eA==\r\n"
                    + "Cookie: a=b\r\n"
                    + "Connection: keep-alive\r\n"
                    + "X-Forwarded-For: 6.6.6.6\r\n\r\n");
            assertThat(peer.until("hi")).isEqualTo(OK);
            assertThat(app.heads.get(0))
                    .isEqualTo("GET /a;v=1?x=@&&y=+ HTTP/1.1\r\n"
                            + "host: gw.test:8443\r\n"
                            + "X-Odd: a  b\r\n"
                            + "Authorization: Basic eA==\r\n"
                            + "Cookie: a=b\r\n"
                            + "X-Forwarded-For: 127.0.0.1\r\n"
                            + "X-Forwarded-Proto: https\r\n"
                            + "X-Forwarded-Host: gw.test:8443\r\n"
                            + "X-Forwarded-Port: 8443\r\n\r\n");
        }
    }

    @Test
    void connections_are_used_again() throws Exception {
        try (ScriptedApp app = new ScriptedApp(ScriptedApp.always(OK));
                Rig rig = new Rig(app);
                Peer peer = rig.connect()) {
            for (int i = 0; i < 50; i++) {
                peer.get("/" + i).until("hi");
            }
            assertThat(app.connections).hasValue(1);
            assertThat(rig.test.outcomes).hasSize(50);
        }
    }

    @Test
    void a_length_stays_a_length_and_chunks_stay_chunks() throws Exception {
        try (ScriptedApp app = new ScriptedApp(ScriptedApp.always(OK));
                Rig rig = new Rig(app);
                Peer peer = rig.connect()) {
            peer.send("POST /a HTTP/1.1\r\nHost: gw.test\r\nContent-Length: 5\r\n\r\nhello")
                    .until("hi");
            peer.send("POST /a HTTP/1.1\r\nHost: gw.test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel")
                    .send("lo\r\n0\r\n\r\n");
            peer.until("hi");
            assertThat(app.heads.get(0)).contains("Content-Length: 5").doesNotContain("Transfer");
            assertThat(app.heads.get(1)).contains("Transfer-Encoding: chunked").doesNotContain("Content-Length");
            assertThat(app.bodies.get(0)).isEqualTo("hello");
            assertThat(app.bodies.get(1)).contains("lo\r\n").endsWith("0\r\n\r\n");
        }
    }

    @Test
    void a_body_that_the_client_breaks_off_is_never_completed_upstream() throws Exception {
        try (ScriptedApp app = new ScriptedApp(ScriptedApp.always(OK));
                Rig rig = new Rig(app)) {
            try (Peer peer = rig.connect()) {
                peer.send(
                        "POST /a HTTP/1.1\r\nHost: gw.test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n");
                assertThat(peer.all()).startsWith("HTTP/1.1 400 ");
            }
            try (Peer peer = rig.connect()) {
                peer.send("POST /a HTTP/1.1\r\nHost: gw.test\r\nContent-Length: 10\r\n\r\nhello");
                await(() -> app.heads.size() == 2 || !rig.test.outcomes.isEmpty());
            }
            await(() -> rig.test.outcomes.size() == 2);
            assertThat(app.bodies).allSatisfy(body -> assertThat(body).startsWith("CUT"));
        }
    }

    @Test
    void an_answer_cut_short_upstream_is_seen_cut_short() throws Exception {
        try (ScriptedApp app = new ScriptedApp(connection -> {
                    String head = connection.request();
                    connection.send(
                            head.contains("/chunked")
                                    ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"
                                    : "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf");
                });
                Rig rig = new Rig(app)) {
            for (String path : List.of("/chunked", "/length")) {
                try (Peer peer = rig.connect().get(path)) {
                    assertThat(peer.all())
                            .contains("half")
                            .doesNotContain("0\r\n\r\n")
                            .endsWith("<RESET>");
                }
            }
            assertThat(rig.test.outcomes)
                    .hasSize(2)
                    .allSatisfy(o -> assertThat(o.fault()).isEqualTo("upstream.closed"));
        }
    }

    @Test
    void an_answer_whose_connection_is_reset_is_not_whole() throws Exception {
        try (ScriptedApp app = new ScriptedApp(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK\r\n\r\nhalf");
                    connection.request();
                });
                Rig rig = new Rig(app);
                Peer peer = rig.connect().get("/")) {
            peer.until("half");
            app.sockets.get(0).setSoLinger(true, 0);
            app.sockets.get(0).close();
            assertThat(peer.all()).doesNotContain("0\r\n\r\n").endsWith("<RESET>");
        }
    }

    @Test
    void an_interim_answer_neither_frames_nor_sets_anything() throws Exception {
        String interim = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\nConnection: close\r\nContent-Length: 9\r\n"
                + "Transfer-Encoding: chunked\r\nSet-Cookie: __Host-tollgate=x\r\n\r\n";
        try (ScriptedApp app = new ScriptedApp(ScriptedApp.always(interim + OK));
                Rig rig = new Rig(app);
                Peer peer = rig.connect().get("/")) {
            assertThat(peer.until("hi"))
                    .contains("HTTP/1.1 103 ")
                    .contains("Link: </a.css>")
                    .doesNotContain("chunked")
                    .doesNotContain("__Host-tollgate")
                    .doesNotContain("Connection: close")
                    .doesNotContain("Content-Length: 9");
        }
    }

    @Test
    void an_answer_that_ends_with_its_connection_is_whole() throws Exception {
        try (ScriptedApp app = new ScriptedApp(connection -> {
                    connection.request();
                    connection.send("HTTP/1.0 200 OK\nContent-Type: text/plain\n\nall of it");
                });
                Rig rig = new Rig(app);
                Peer peer = rig.connect().get("/a")) {
            assertThat(peer.until("0\r\n\r\n"))
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "9\r\nall of it\r\n0\r\n\r\n");
            peer.get("/b").until("0\r\n\r\n");
            assertThat(app.connections).hasValue(2);
        }
    }

    @Test
    void bad_answers_are_502_and_their_connection_is_not_used_again() throws Exception {
        List<String> answers = List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
                "HTTP/1.1 102 Processing\r\n\r\n".repeat(40),
                "garbage\r\n\r\n",
                "");
        for (String answer : answers) {
            try (ScriptedApp app = new ScriptedApp(connection -> {
                        connection.request();
                        connection.send(answer);
                        if (!answer.isEmpty()) {
                            connection.request();
                        }
                    });
                    Rig rig = new Rig(app);
                    Peer peer = rig.connect().get("/a")) {
                assertThat(peer.until("Reference: REF\n").replaceAll("(?s)HTTP/1.1 102 .*?\r\n\r\n", ""))
                        .startsWith("HTTP/1.1 502 ");
                app.script(ScriptedApp.always(OK));
                assertThat(peer.get("/b").until("hi")).endsWith("hi");
                assertThat(app.heads).hasSize(2);
                assertThat(app.connections).hasValue(2);
            }
        }
    }

    @Test
    void an_answer_that_nobody_asked_for_reaches_nobody() throws Exception {
        try (ScriptedApp app =
                        new ScriptedApp(ScriptedApp.always(OK + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"));
                Rig rig = new Rig(app);
                Peer peer = rig.connect()) {
            for (int i = 0; i < 5; i++) {
                assertThat(peer.get("/a").until("hi")).isEqualTo(OK);
            }
            assertThat(app.connections).hasValue(5);
        }
    }

    @Test
    void an_upstream_that_is_not_there_is_502_and_one_that_is_slow_504() throws Exception {
        ScriptedApp gone = new ScriptedApp(ScriptedApp.always(OK));
        gone.close();
        try (Rig rig = new Rig(gone);
                Peer peer = rig.connect().get("/a")) {
            assertThat(peer.until("REF\n")).startsWith("HTTP/1.1 502 ").contains("upstream.connect");
        }
        try (ScriptedApp slow = new ScriptedApp(connection -> {
                    connection.request();
                    connection.request();
                });
                Rig rig = new Rig(slow);
                Peer peer = rig.connect().get("/a")) {
            assertThat(peer.until("REF\n")).startsWith("HTTP/1.1 504 ").contains("upstream.slow");
            await(() -> rig.forwarder.open("billing") == 0);
        }
    }

    @Test
    void one_budget_holds_over_all_loops_and_who_waits_is_served() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedApp app = new ScriptedApp(connection -> {
                    while (connection.request() != null) {
                        awaited(go);
                        connection.send(OK);
                    }
                });
                Rig rig = new Rig(app, 3, 1 << 20, false)) {
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                peers.add(rig.connect().get("/" + i));
            }
            await(() -> app.heads.size() == 3);
            go.countDown();
            for (Peer peer : peers) {
                assertThat(peer.until("hi")).isEqualTo(OK);
                peer.close();
            }
            assertThat(rig.forwarder.open("billing")).isLessThanOrEqualTo(3);
            assertThat(app.heads).hasSize(40);
        }
    }

    @Test
    void nobody_waits_for_a_connection_for_ever() throws Exception {
        try (ScriptedApp app = new ScriptedApp(connection -> {
                    connection.request();
                    connection.request();
                });
                Rig rig = new Rig(app, 1, 1 << 20, false);
                Peer first = rig.connect().get("/a")) {
            await(() -> app.heads.size() == 1);
            try (Peer second = rig.connect().get("/b")) {
                assertThat(second.until("\r\n\r\n")).matches("(?s)HTTP/1.1 (503|502|504) .*");
                assertThat(first.until("REF\n")).contains("504");
            }
        }
    }

    @Test
    void a_client_that_leaves_frees_its_place() throws Exception {
        try (ScriptedApp app = new ScriptedApp(connection -> {
                    connection.request();
                    connection.request();
                });
                Rig rig = new Rig(app)) {
            try (Peer peer = rig.connect().get("/a")) {
                await(() -> app.heads.size() == 1);
                peer.socket.setSoLinger(true, 0);
            }
            await(() -> rig.forwarder.open("billing") == 0);
            await(() -> rig.test.outcomes.size() == 1);
            assertThat(rig.test.outcomes.get(0).fault()).isEqualTo("downstream.gone");
        }
    }

    @Test
    void a_body_beyond_the_bound_is_413_at_once_or_in_the_middle() throws Exception {
        try (ScriptedApp app = new ScriptedApp(ScriptedApp.always(OK));
                Rig rig = new Rig(app, 4, 1000, false)) {
            try (Peer peer = rig.connect().send("POST / HTTP/1.1\r\nHost: gw.test\r\nContent-Length: 1001\r\n\r\n")) {
                assertThat(peer.all()).startsWith("HTTP/1.1 413 ").endsWith("<EOF>");
                assertThat(app.heads).isEmpty();
            }
            try (Peer peer =
                    rig.connect().send("POST / HTTP/1.1\r\nHost: gw.test\r\nTransfer-Encoding: chunked\r\n\r\n")) {
                for (int i = 0; i < 3; i++) {
                    peer.send("190\r\n" + "x".repeat(400) + "\r\n");
                }
                assertThat(peer.all()).startsWith("HTTP/1.1 413 ");
            }
            await(() -> rig.forwarder.open("billing") == 0);
            assertThat(app.bodies).allSatisfy(body -> assertThat(body).startsWith("CUT"));
        }
    }

    @Test
    void a_large_upload_that_is_refused_sees_its_refusal() throws Exception {
        try (ScriptedApp app = new ScriptedApp(ScriptedApp.always(OK));
                Rig rig = new Rig(app, 4, 1000, false);
                Peer peer = rig.connect().send("POST / HTTP/1.1\r\nHost: gw.test\r\nContent-Length: 200000\r\n\r\n")) {
            peer.send("x".repeat(200_000));
            assertThat(peer.all()).startsWith("HTTP/1.1 413 ").endsWith("<EOF>");
        }
    }

    @Test
    void an_early_answer_ends_an_upload() throws Exception {
        try (ScriptedApp app = new ScriptedApp(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno");
                    connection.in.readAllBytes();
                });
                Rig rig = new Rig(app);
                Peer peer = rig.connect()) {
            peer.send("POST / HTTP/1.1\r\nHost: gw.test\r\nContent-Length: 1000000\r\n\r\nstart");
            assertThat(peer.all())
                    .startsWith("HTTP/1.1 403 No\r\n")
                    .contains("Connection: close")
                    .endsWith("no<EOF>");
        }
    }

    @Test
    void locations_are_mapped_to_how_the_client_sees_them() throws Exception {
        try (ScriptedApp app = new ScriptedApp(connection -> {
            for (String head = connection.request(); head != null; head = connection.request()) {
                String location =
                        head.substring(head.indexOf("X-L: ") + 5, head.indexOf("\r\n", head.indexOf("X-L: ")));
                connection.send("HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
            }
        })) {
            String[][] cases = {
                {"http://gw.test:8443/x?y", "https://gw.test:8443/x?y"},
                {"http://gw.test/x", "https://gw.test:8443/x"},
                {"http://GW.test:80/x", "https://gw.test:8443/x"},
                {"http://gw.test:" + app.port() + "/x", "https://gw.test:8443/x"},
                {"http://127.0.0.1:" + app.port() + "/x", "https://gw.test:8443/x"},
                {"http://127.0.0.1:1/x", "http://127.0.0.1:1/x"},
                {"https://gw.test:8443/x", "https://gw.test:8443/x"},
                {"http://other.test/x", "http://other.test/x"},
                {"/x", "/x"},
                {"//gw.test/x", "//gw.test/x"},
                {"", ""},
            };
            try (Rig rig = new Rig(app);
                    Peer peer = rig.connect()) {
                for (String[] one : cases) {
                    peer.send("GET / HTTP/1.1\r\nHost: gw.test:8443\r\nX-L: " + one[0] + "\r\n\r\n");
                    assertThat(peer.until("\r\n\r\n")).contains("ocation: " + one[1] + "\r\n");
                }
            }
        }
    }

    @Test
    void interim_answers_pass_and_hop_by_hop_fields_do_not() throws Exception {
        try (ScriptedApp app = new ScriptedApp(ScriptedApp.always("HTTP/1.1 100 Continue\r\n\r\n"
                        + "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\n"
                        + "Set-Cookie: a=1:2, 3\r\nSet-Cookie: a=2\r\nContent-Length: 2\r\n\r\nhi"));
                Rig rig = new Rig(app);
                Peer peer = rig.connect().get("/")) {
            assertThat(peer.until("hi"))
                    .isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\n"
                            + "Set-Cookie: a=1:2, 3\r\nSet-Cookie: a=2\r\nContent-Length: 2\r\n\r\nhi");
        }
    }

    static void awaited(CountDownLatch latch) throws IOException {
        try {
            latch.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Polls: what is waited for happens on other threads. */
    static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
