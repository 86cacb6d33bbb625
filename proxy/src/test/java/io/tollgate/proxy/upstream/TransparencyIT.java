package io.tollgate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.MockTicker;
import io.tollgate.proxy.upstream.Rig.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What old applications and their clients say to each other arrives as it was said. */
@Timeout(60)
@SuppressWarnings("StringConcatToTextBlock") // What is on the wire ends its lines in CRLF.
final class TransparencyIT {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: gw.test\r\n\r\n";
    private static final String UPGRADE = "GET /ws HTTP/1.1\r\n"
            + "Host: gw.test\r\n"
            + "Connection: Upgrade\r\n"
            + "Upgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Sec-WebSocket-Protocol: v2.billing, soap;x=1\r\n"
            + "Sec-WebSocket-Extensions: permessage-deflate; x-own=\"a b\"\r\n\r\n";
    private static final String SWITCHING = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
            + "Sec-WebSocket-Protocol: soap;x=1\r\nSec-WebSocket-Extensions: x-own=\"a b\"\r\n\r\n";

    /** What a client of an application that answers so gets to read. */
    private static String answered(String answer, String request, String end) throws Exception {
        try (ScriptedApp app = new ScriptedApp(connection -> {
                    connection.request();
                    connection.send(answer);
                });
                Rig rig = new Rig(app);
                Peer peer = rig.connect().send(request)) {
            return peer.until(end);
        }
    }

    @Test
    void odd_heads_are_mended_and_their_text_stays() throws Exception {
        assertThat(answered(
                        "HTTP/1.0 200\n"
                                + "X-Text: caf\u00e9 \u00ff\n"
                                + "X-Folded: a\n"
                                + "  b\n"
                                + "\tc\n"
                                + "nothing\n"
                                + "X-Blank :  d  \n"
                                + "Content-Length: 2\n\n"
                                + "hi",
                        GET,
                        "hi"))
                .isEqualTo("HTTP/1.1 200 \r\nX-Text: caf\u00e9 \u00ff\r\nX-Folded: a   b \tc\r\nX-Blank: d\r\n"
                        + "Content-Length: 2\r\n\r\nhi");
        assertThat(answered("HTTP/1.1 299 Fa\u00e7on \u20ac\r\nContent-Length: 2\r\n\r\nhi", GET, "hi"))
                .startsWith("HTTP/1.1 299 Fa\u00e7on");
    }

    @Test
    void answers_without_a_body_keep_a_length_that_means_something() throws Exception {
        String head = "HEAD /a HTTP/1.1\r\nHost: gw.test\r\n\r\n";
        assertThat(answered("HTTP/1.1 200 OK\r\nContent-Length: 123456\r\n\r\n", head, "\r\n\r\n"))
                .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 123456\r\n\r\n");
        assertThat(answered("HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n", head, "\r\n\r\n"))
                .isEqualTo("HTTP/1.1 200 OK\r\n\r\n");
        assertThat(answered("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", head, "\r\n\r\n"))
                .isEqualTo("HTTP/1.1 200 OK\r\n\r\n");
        assertThat(answered("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\nETag: x\r\n\r\n", GET, "\r\n\r\n"))
                .isEqualTo("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\nETag: x\r\n\r\n");
        assertThat(answered("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", GET, "\r\n\r\n"))
                .isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
    }

    @Test
    void ranges_pass() throws Exception {
        String partial = "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 2-3/9\r\nContent-Length: 2\r\n\r\nhi";
        try (ScriptedApp app = new ScriptedApp(ScriptedApp.always(partial));
                Rig rig = new Rig(app);
                Peer peer = rig.connect()
                        .send("GET /a HTTP/1.1\r\nHost: gw.test\r\nRange: bytes=2-3\r\nIf-Range: \"x\"\r\n\r\n")) {
            assertThat(peer.until("hi")).isEqualTo(partial);
            assertThat(app.heads.get(0)).contains("Range: bytes=2-3\r\nIf-Range: \"x\"\r\n");
        }
    }

    @Test
    void events_arrive_one_by_one_and_slowly() throws Exception {
        for (String framing : new String[] {"Transfer-Encoding: chunked\r\n", "Connection: close\r\n", ""}) {
            boolean isChunked = framing.startsWith("Transfer");
            SynchronousQueue<String> events = new SynchronousQueue<>();
            try (ScriptedApp app = new ScriptedApp(connection -> {
                        connection.request();
                        connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" + framing + "\r\n");
                        for (int i = 0; i < 3; i++) {
                            String event = taken(events);
                            connection.send(
                                    isChunked ? Integer.toHexString(event.length()) + "\r\n" + event + "\r\n" : event);
                        }
                        connection.request();
                    });
                    Rig rig = new Rig(app);
                    Peer peer = rig.connect().send(GET)) {
                assertThat(peer.until("\r\n\r\n")).contains("text/event-stream");
                for (int i = 0; i < 3; i++) {
                    String event = "data: " + i + "\n\n";
                    assertThat(events.offer(event, 10, TimeUnit.SECONDS)).isTrue();
                    assertThat(peer.until(event)).endsWith(event);
                }
            }
        }
    }

    private static String taken(SynchronousQueue<String> queue) throws IOException {
        try {
            return String.valueOf(queue.poll(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void trailers_pass_both_ways() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\n"
                + "Transfer-Encoding: chunked\r\n"
                + "Trailer: X-Sum\r\n\r\n"
                + "2\r\n"
                + "hi\r\n"
                + "0\r\n"
                + "X-Sum: 2\r\n\r\n";
        try (ScriptedApp app = new ScriptedApp(connection -> {
                    connection.head();
                    StringBuilder body = new StringBuilder();
                    while (body.indexOf("X-Sum: 1\r\n\r\n") < 0) {
                        body.append((char) connection.in.read());
                    }
                    app(connection, body.toString(), answer);
                });
                Rig rig = new Rig(app);
                Peer peer = rig.connect()
                        .send("POST /a HTTP/1.1\r\nHost: gw.test\r\nTE: trailers\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "1\r\na\r\n0\r\nX-Sum: 1\r\n\r\n")) {
            assertThat(peer.until("X-Sum: 2\r\n\r\n")).endsWith("2\r\nhi\r\n0\r\nX-Sum: 2\r\n\r\n");
            assertThat(app.heads.get(0)).contains("TE: trailers\r\n", "Connection: TE\r\n");
        }
    }

    private static void app(ScriptedApp.Connection connection, String body, String answer) throws IOException {
        assertThat(body).isEqualTo("1\r\na\r\n0\r\nX-Sum: 1\r\n\r\n");
        connection.send(answer);
    }

    @Test
    void websockets_pass_byte_for_byte_with_whatever_they_agree_on() throws Exception {
        byte[] noise = new byte[200_000];
        new Random(3).nextBytes(noise);
        String fragments = "\u0001\u0083abcd\u0005\u0006\u0007\u0080\u0080efgh\u0088\u0082ijkl\u0003\u00e8";
        String closing = "\u0088\u0006\u000f\u00a0bye!";
        String all = fragments + new String(noise, StandardCharsets.ISO_8859_1);
        try (ScriptedApp app = new ScriptedApp(connection -> {
                    connection.head();
                    connection.send(SWITCHING);
                    byte[] got = connection.in.readNBytes(all.length());
                    connection.out.write(got);
                    connection.send(closing);
                });
                Rig rig = new Rig(app);
                Peer peer = rig.connect().send(UPGRADE)) {
            assertThat(peer.until("\r\n\r\n"))
                    .contains("Sec-WebSocket-Protocol: soap;x=1\r\nSec-WebSocket-Extensions: x-own=\"a b\"\r\n");
            peer.send(all);
            assertThat(peer.all()).isEqualTo(all + closing + "<EOF>");
            assertThat(app.heads.get(0))
                    .contains("Sec-WebSocket-Protocol: v2.billing, soap;x=1\r\n")
                    .contains("Sec-WebSocket-Extensions: permessage-deflate; x-own=\"a b\"\r\n");
        }
    }

    @Test
    void a_websocket_may_be_quiet_for_hours() throws Exception {
        MockTicker time = io.netty.util.concurrent.Ticker.newMockTicker();
        try (ScriptedApp app = new ScriptedApp(connection -> {
                    connection.head();
                    connection.send(SWITCHING);
                    while (true) {
                        connection.out.write(connection.in.read());
                    }
                });
                Rig rig = new Rig(app, time);
                Peer peer = rig.connect().send(UPGRADE)) {
            peer.until("\r\n\r\n");
            peer.send("a").until("a");
            for (int hour = 0; hour < 9; hour++) {
                time.advance(Duration.ofHours(1).toNanos(), TimeUnit.NANOSECONDS);
                TimeUnit.MILLISECONDS.sleep(150);
            }
            TimeUnit.MILLISECONDS.sleep(600);
            assertThat(peer.send("b").until("b")).isEqualTo("b");
        }
    }
}
