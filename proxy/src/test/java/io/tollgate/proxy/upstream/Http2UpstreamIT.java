package io.tollgate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import io.tollgate.config.EndpointUrl;
import io.tollgate.config.UpstreamConfig;
import io.tollgate.proxy.upstream.Rig.Peer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("StringConcatToTextBlock") // What is on the wire ends its lines in CRLF.
final class Http2UpstreamIT {
    private static Rig rig(H2App app) throws InterruptedException {
        return rig(app.url(), 64);
    }

    private static Rig rig(String url, int most) throws InterruptedException {
        return new Rig(UpstreamConfig.of(EndpointUrl.parse(url), most, Duration.ofSeconds(2), Duration.ofSeconds(5)));
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait(); // Until the class's time-out.
        }
    }

    @Test
    void a_request_goes_upstream_as_fields_of_http2() throws Exception {
        try (H2App app = new H2App(H2App.answering("hi"));
                Rig rig = rig(app);
                Peer peer = rig.connect()) {
            peer.send(
                    "GET /a;v=1?x=@&&y=+ HTTP/1.1\r\nhOst: gw.test:8443\r\nX-Odd:  a  b \r\nX-Forwarded-User: admin\r\n"
                            + "Cookie: a=b\r\nCookie: c=d\r\nTE: trailers\r\nConnection: keep-alive, TE\r\n\r\n");
            assertThat(peer.until("0\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("hi");
            H2App.Call call = app.calls.get(0);
            assertThat(call.header(":method")).isEqualTo("GET");
            assertThat(call.header(":scheme")).isEqualTo("http");
            assertThat(call.header(":authority")).isEqualTo("gw.test:8443");
            assertThat(call.header(":path")).isEqualTo("/a;v=1?x=@&&y=+");
            assertThat(call.header("x-odd")).isEqualTo("a  b");
            assertThat(call.header("te")).isEqualTo("trailers");
            assertThat(call.header("x-forwarded-for")).isEqualTo("127.0.0.1");
            assertThat(call.headers.getAll("cookie")).hasToString("[a=b, c=d]");
            assertThat(call.headers.contains("host")).isFalse();
            assertThat(call.headers.contains("connection")).isFalse();
            assertThat(call.headers.contains("x-forwarded-user")).isFalse();
        }
    }

    @Test
    void requests_share_a_connection_and_bodies_pass_with_and_without_a_length() throws Exception {
        try (H2App app = new H2App(call -> {
                    if (call.isEnded) {
                        call.head("200", false, "content-length", String.valueOf(call.bytes))
                                .data(call.body, true);
                    }
                });
                Rig rig = rig(app);
                Peer peer = rig.connect()) {
            for (int i = 0; i < 20; i++) {
                peer.send("POST /a HTTP/1.1\r\nHost: gw.test\r\nContent-Length: 5\r\n\r\nhello");
                assertThat(peer.until("hello")).contains("content-length: 5");
                peer.send("POST /a HTTP/1.1\r\n"
                        + "Host: gw.test\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + "5\r\n"
                        + "hello\r\n"
                        + "0\r\n"
                        + "X-T: 1\r\n\r\n");
                peer.until("hello");
            }
            assertThat(app.connections).hasValue(1);
            assertThat(app.calls.get(0).header("content-length")).isEqualTo("5");
            assertThat(app.calls.get(1).headers.contains("transfer-encoding")).isFalse();
            assertThat(app.calls.get(1).trailers.get("x-t")).hasToString("1");
            await(() -> rig.forwarder.open("billing") == 0);
        }
    }

    @Test
    void trailers_and_interim_answers_pass_and_an_answer_of_a_head_alone_ends() throws Exception {
        try (H2App app = new H2App(call -> {
                    if (call.header(":path").equals("/alone")) {
                        call.head("200", true, "grpc-status", "12");
                    } else {
                        call.head("103", false, "link", "</a.css>")
                                .head("200", false, "content-type", "application/grpc")
                                .data("abc", false)
                                .trailers("grpc-status", "0", "grpc-message", "fine");
                    }
                });
                Rig rig = rig(app);
                Peer peer = rig.connect()) {
            assertThat(peer.get("/").until("fine\r\n\r\n"))
                    .contains("HTTP/1.1 103 ", "link: </a.css>", "abc", "grpc-status: 0");
            assertThat(peer.get("/alone").until("0\r\n\r\n")).contains("grpc-status: 12");
            assertThat(peer.get("/").until("fine\r\n\r\n")).contains("abc");
        }
    }

    @Test
    void an_answer_that_is_cut_is_never_complete() throws Exception {
        try (H2App app = new H2App(call -> {});
                Rig rig = rig(app)) {
            app.script(call -> call.head("200", false).data("some", false).reset(Http2Error.INTERNAL_ERROR));
            cut(rig, "INTERNAL_ERROR");
            app.script(call -> call.head("200", false).data("some", false).closeConnection());
            cut(rig, "in the middle of its answer");
            app.script(call -> call.head("200", false, "content-length", "9").data("some", true));
            cut(rig, "");
            app.script(call -> call.head("200", false, "content-length", "4").data("some more", true));
            cut(rig, "");
        }
    }

    private static void cut(Rig rig, String words) throws IOException {
        int before = rig.failures.size();
        try (Peer peer = rig.connect()) {
            assertThat(peer.get("/").all()).doesNotContain("0\r\n\r\n").doesNotContain("some more");
        }
        assertThat(rig.failures).hasSizeGreaterThan(before);
        assertThat(rig.lastFailure()).contains(words);
    }

    @Test
    void answers_that_can_be_read_in_two_ways_are_refused() throws Exception {
        List<H2App.Script> bad = new ArrayList<>();
        bad.add(call -> call.head("200", false, "content-length", "1", "content-length", "2"));
        bad.add(call -> call.head("200", true, "content-length", "5"));
        bad.add(call -> call.head("200", false, "transfer-encoding", "chunked"));
        bad.add(call -> call.head("200", false, "connection", "close"));
        bad.add(call -> call.head("200", false, "X-Capital", "1"));
        bad.add(call -> call.head("200", false, "a b", "1"));
        bad.add(call -> call.head("200", false, "x", "a\r\nset-cookie: b"));
        bad.add(call -> call.head("101", false));
        bad.add(call -> call.head("20", false));
        bad.add(call -> call.head("200", false, ":path", "/"));
        bad.add(call -> call.data("no head", true));
        bad.add(call -> {
            for (int i = 0; i < 20; i++) {
                call.head("103", false);
            }
        });
        bad.add(call -> call.head("200", false, "x", "y".repeat(66_000)));
        try (H2App app = new H2App(call -> {});
                Rig rig = rig(app)) {
            for (int i = 0; i < bad.size(); i++) {
                app.script(bad.get(i));
                try (Peer peer = rig.connect()) {
                    String answer = peer.get("/").until("Reference");
                    assertThat(answer).as("case %d", i).contains("HTTP/1.1 502 ", "upstream.answer");
                }
            }
            app.script(H2App.answering("hi"));
            try (Peer peer = rig.connect()) {
                assertThat(peer.get("/").until("0\r\n\r\n")).contains("hi");
            }
            await(() -> rig.forwarder.open("billing") == 0);
        }
    }

    @Test
    void a_client_that_leaves_cancels_its_stream_and_no_other() throws Exception {
        try (H2App app = new H2App(call -> call.head("200", false).data("some", false));
                Rig rig = rig(app);
                Peer stays = rig.connect()) {
            stays.get("/").until("some");
            try (Peer leaves = rig.connect()) {
                leaves.get("/").until("some");
            }
            await(() -> app.resets.contains(Http2Error.CANCEL.code()));
            app.calls.get(0).data("more", true);
            assertThat(stays.until("0\r\n\r\n")).contains("more");
            assertThat(app.resets).hasSize(1);
        }
    }

    @Test
    void a_request_that_is_cut_is_never_completed() throws Exception {
        try (H2App app = new H2App(call -> {});
                Rig rig = rig(app)) {
            try (Peer peer = rig.connect()) {
                peer.send("POST / HTTP/1.1\r\nHost: gw.test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
                await(() -> !app.calls.isEmpty() && app.calls.get(0).bytes == 5);
            }
            await(() -> app.resets.contains(Http2Error.CANCEL.code()));
            assertThat(app.calls.get(0).isEnded).isFalse();
        }
    }

    @Test
    void a_stream_that_was_refused_or_not_seen_counts_as_nothing_sent() throws Exception {
        try (H2App app = new H2App(call -> call.reset(Http2Error.REFUSED_STREAM));
                Rig rig = rig(app)) {
            try (Peer peer = rig.connect()) {
                assertThat(peer.get("/").until("Reference")).contains("502", "upstream.refused");
            }
            app.script(call -> {
                if (call.isEnded) {
                    call.head("200", false).data("last", true).goAway(0);
                }
            });
            try (Peer peer = rig.connect()) {
                peer.get("/").until("0\r\n\r\n");
                int before = app.connections.get();
                peer.get("/").until("0\r\n\r\n");
                assertThat(app.connections)
                        .as("a connection that goes away gets nothing more")
                        .hasValue(before + 1);
            }
        }
    }

    @Test
    void no_more_streams_than_the_application_allows_share_a_connection() throws Exception {
        try (H2App app = new H2App(Http2Settings.defaultSettings().maxConcurrentStreams(2), call -> {});
                Rig rig = rig(app.url(), 5)) {
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                peers.add(rig.connect().get("/" + i));
            }
            await(() -> app.calls.size() == 5);
            assertThat(app.connections.get()).isBetween(3, 4);
            try (Peer sixth = rig.connect()) {
                sixth.get("/6");
                app.script(H2App.answering("hi"));
                app.calls.get(0).head("200", true);
                assertThat(sixth.until("0\r\n\r\n")).contains("hi");
            }
            for (Peer peer : peers) {
                peer.close();
            }
            await(() -> rig.forwarder.open("billing") == 0);
        }
    }

    @Test
    void who_does_not_speak_http2_is_told_apart() throws Exception {
        try (ScriptedApp app = new ScriptedApp(ScriptedApp.always("HTTP/1.1 400 Bad Request\r\n\r\n"));
                Rig rig = rig("h2c://127.0.0.1:" + app.port(), 64);
                Peer peer = rig.connect()) {
            assertThat(peer.get("/").until("Reference")).contains("502", "upstream.h2c");
            assertThat(rig.lastFailure()).contains("write http://");
        }
        try (ScriptedApp app = new ScriptedApp(connection -> connection.in.readAllBytes());
                Rig rig = rig("h2c://127.0.0.1:" + app.port(), 64);
                Peer peer = rig.connect()) {
            assertThat(peer.get("/").until("Reference")).contains("502", "upstream.h2c");
            assertThat(rig.lastFailure()).contains("in time");
        }
    }

    @Test
    void an_application_that_speaks_first_is_heard() throws Exception {
        try (H2App app = new H2App(call -> {
                    if (call.bytes == 0) {
                        call.head("200", false).data("welcome", false);
                    } else if (call.isEnded) {
                        call.data("bye", true);
                    } else {
                        call.data("got " + call.bytes, false);
                    }
                });
                Rig rig = rig(app);
                Peer peer = rig.connect()) {
            peer.send("POST / HTTP/1.1\r\nHost: gw.test\r\nTransfer-Encoding: chunked\r\n\r\n");
            peer.until("welcome");
            peer.send("3\r\nabc\r\n").until("got 3");
            peer.send("3\r\nabc\r\n").until("got 6");
            peer.send("0\r\n\r\n").until("bye\r\n0\r\n\r\n");
        }
    }

    @Test
    void a_client_that_stalls_stops_the_application_and_nobody_else() throws Exception {
        AtomicLong written = new AtomicLong();
        byte[] piece = new byte[16_384];
        try (H2App app = new H2App(call -> {});
                Rig rig = rig(app);
                Peer slow = rig.connect()) {
            app.script(call -> {
                if (call.header(":path").equals("/quick")) {
                    call.head("200", false).data("hi", true);
                    return;
                }
                call.head("200", false);
                for (int i = 0; i < 1280; i++) {
                    int number = i;
                    call.data(Unpooled.wrappedBuffer(piece), i == 1279);
                    written.set(number);
                }
            });
            slow.get("/big");
            await(() -> written.get() == 1279);
            long began = System.nanoTime();
            while (System.nanoTime() - began < 2_000_000_000L) {
                try (Peer quick = rig.connect()) {
                    assertThat(quick.get("/quick").until("0\r\n\r\n")).contains("hi");
                }
            }
            assertThat(app.taken.get())
                    .as("what the gateway took for one who takes nothing")
                    .isLessThan(8_000_000);
            slow.until("\r\n\r\n");
            long bytes = 0;
            byte[] buffer = new byte[65536];
            while (bytes < 1280L * 16_384) {
                int n = slow.in.read(buffer);
                assertThat(n).isPositive();
                bytes += n;
            }
        }
    }

    @Test
    void an_upload_of_megabytes_passes() throws Exception {
        String body = "0123456789abcdef".repeat(500_000);
        try (H2App app = new H2App(call -> {
                    if (call.isEnded) {
                        call.head("200", false).data("got " + call.bytes, true);
                    }
                });
                Rig rig = rig(app);
                Peer peer = rig.connect()) {
            peer.send("POST / HTTP/1.1\r\nHost: gw.test\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            assertThat(peer.until("0\r\n\r\n")).contains("got " + body.length());
        }
    }

    @Test
    void a_websocket_is_refused() throws Exception {
        try (H2App app = new H2App(call -> {});
                Rig rig = rig(app);
                Peer peer = rig.connect()) {
            peer.send("GET / HTTP/1.1\r\nHost: gw.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            assertThat(peer.until("Reference")).contains("502", "upstream.websocket");
            assertThat(app.calls).isEmpty();
        }
    }

    @Test
    void no_answer_in_time_is_a_504_and_the_stream_is_cancelled() throws Exception {
        try (H2App app = new H2App(call -> {});
                Rig rig = rig(app);
                Peer peer = rig.connect()) {
            assertThat(peer.get("/").until("Reference")).contains("HTTP/1.1 504 ", "upstream.slow");
            await(() -> app.resets.contains(Http2Error.CANCEL.code()));
        }
    }
}
