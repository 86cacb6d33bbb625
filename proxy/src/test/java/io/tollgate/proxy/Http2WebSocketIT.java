package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.FrameConnection.Answer;
import io.tollgate.proxy.FrameConnection.Frame;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** WebSockets on streams of HTTP/2 (RFC 8441) become upgrades of HTTP/1.1, judged as such. */
@Timeout(60)
final class Http2WebSocketIT {
    private static final String ANN = "ann@clinic.example";

    @TempDir
    Path folder;

    private final CountDownLatch ended = new CountDownLatch(1);
    private ScriptedUpstream app;
    private GatewayRig rig;
    private Browser browser;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream(this::serve);
        rig = GatewayRig.start(folder, """
            apps:
              desk:
                upstream: http://127.0.0.1:%d
                access:
                  biller: { allow: ["/**"] }
            """.formatted(app.port()));
        rig.user(ANN, "biller");
        browser = rig.browser();
        assertThat(browser.login(ANN).statusCode()).isEqualTo(303);
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        app.close();
    }

    private void serve(String head, Socket socket) throws Exception {
        String key = head.replaceAll("(?s).*\r\nSec-WebSocket-Key: ([^\r]*)\r.*", "$1");
        String proof = head.startsWith("GET /wrong") ? "bm90IHJpZ2h0" : accept(key);
        if (head.startsWith("GET /no")) {
            ScriptedUpstream.say(socket, "HTTP/1.1 403 No\r\nContent-Length: 5\r\n\r\nnever");
            return;
        }
        ScriptedUpstream.say(
                socket,
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Protocol: billing\r\nSec-WebSocket-Accept: " + proof + "\r\n\r\nhello");
        byte[] part = new byte[1_000];
        for (int n = socket.getInputStream().read(part);
                n > 0;
                n = socket.getInputStream().read(part)) {
            if (new String(part, 0, n, StandardCharsets.US_ASCII).equals("bye")) {
                return;
            }
            socket.getOutputStream().write(part, 0, n);
        }
        ended.countDown();
    }

    private static String accept(String key) throws Exception {
        byte[] both = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-1").digest(both));
    }

    private FrameConnection connect() throws Exception {
        return new FrameConnection(rig.trust(), rig.port());
    }

    private String[] socket(String path, String... more) {
        List<String> all = new ArrayList<>(
                List.of(":method", "CONNECT", ":protocol", "websocket", ":scheme", "https", ":path", path));
        all.addAll(List.of(":authority", "localhost:" + rig.port(), "cookie", browser.cookie()));
        all.addAll(List.of("sec-websocket-version", "13", "sec-websocket-protocol", "billing"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private String origin() {
        return "https://localhost:" + rig.port();
    }

    @Test
    void a_websocket_opens_echoes_and_closes() throws Exception {
        try (FrameConnection connection = connect()) {
            Frame settings = connection.next(FrameConnection.SETTINGS);
            assertThat(settings.payload()).containsSequence(0, 8, 0, 0, 0, 1);
            connection.headers(1, false, socket("/socket", "origin", origin()));
            List<String> fields = connection.fields(connection.next(FrameConnection.HEADERS));
            assertThat(fields).contains(":status: 200", "sec-websocket-protocol: billing");
            assertThat(fields).noneMatch(field -> field.startsWith("sec-websocket-accept"));
            assertThat(fields).noneMatch(field -> field.startsWith("upgrade") || field.startsWith("connection"));
            assertThat(connection.next(FrameConnection.DATA).payload())
                    .asString()
                    .isEqualTo("hello");
            connection.data(1, false, "ping");
            assertThat(connection.next(FrameConnection.DATA).payload())
                    .asString()
                    .isEqualTo("ping");
            connection.data(1, false, "bye");
            assertThat(connection.answer(1).isWhole())
                    .as("as the application closed it")
                    .isTrue();
        }
        assertThat(app.heads().get(0))
                .startsWith("GET /socket HTTP/1.1\r\n")
                .contains("\r\nConnection: Upgrade\r\n", "\r\nUpgrade: websocket\r\n", "sec-websocket-version: 13\r\n")
                .doesNotContain("Transfer-Encoding", "Content-Length", ":protocol");
    }

    @Test
    void a_client_that_ends_or_resets_its_stream_ends_it_upstream() throws Exception {
        try (FrameConnection connection = connect()) {
            connection.headers(1, false, socket("/socket", "origin", origin()));
            assertThat(connection.next(FrameConnection.DATA)).isNotNull();
            connection.data(1, true, "");
            assertThat(connection.answer(1).isWhole()).isTrue();
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void what_is_no_proper_handshake_never_opens_one() throws Exception {
        try (FrameConnection connection = connect()) {
            connection.headers(1, false, socket("/wrong", "origin", origin()));
            assertThat(connection.answer(1).status()).as("the proof is wrong").isEqualTo(502);
            connection.headers(3, false, socket("/no", "origin", origin()));
            Answer refused = connection.answer(3);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body()).as("as the application said").isEqualTo("never");
            int before = app.heads().size();
            connection.headers(5, false, socket("/socket", "origin", "https://evil.example"));
            assertThat(connection.answer(5).status()).as("another site's page").isEqualTo(403);
            connection.headers(7, false, socket("/socket", "sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="));
            assertThat(connection.answer(7).reset()).isEqualTo(1);
            connection.headers(9, true, socket("/socket"));
            assertThat(connection.answer(9).reset()).isEqualTo(1);
            String[] other = socket("/socket");
            other[3] = "webtransport";
            connection.headers(11, false, other);
            assertThat(connection.answer(11).status()).isEqualTo(501);
            String[] old = socket("/socket");
            old[List.of(old).indexOf("13")] = "8";
            connection.headers(13, false, old);
            assertThat(connection.answer(13).status()).isEqualTo(400);
            assertThat(app.heads()).hasSize(before);
        }
    }

    @Test
    void a_logout_cuts_it() throws Exception {
        try (FrameConnection connection = connect()) {
            connection.headers(1, false, socket("/socket", "origin", origin()));
            assertThat(connection.next(FrameConnection.DATA)).isNotNull();
            assertThat(browser.post("/.tollgate/logout").statusCode()).isEqualTo(303);
            assertThat(connection.answer(1).reset()).as("CANCEL").isEqualTo(8);
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
