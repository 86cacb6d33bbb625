package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.control.ControlReply;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is held open ends with the session it belongs to; what comes next is refused. */
final class OpenExchangesAreCutIT {
    private static final String ANN = "ann@clinic.example";

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private ScriptedUpstream app;
    private GatewayRig rig;
    private Browser browser;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream(OpenExchangesAreCutIT::serve);
        rig = GatewayRig.start(folder, """
                apps:
                  desk:
                    upstream: http://127.0.0.1:%d
                    access:
                      biller: { allow: ["/**"] }
                      guest: { allow: ["GET /small"] }
                """.formatted(app.port()), time::in);
        rig.user(ANN, "biller");
        browser = rig.browser();
        browser.login(ANN);
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        app.close();
    }

    /** Answers small pages, and holds downloads and WebSockets open. */
    private static void serve(String head, Socket socket) throws Exception {
        if (head.startsWith("GET /download")) {
            ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } else if (head.startsWith("GET /report")) {
            ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nfirst");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } else if (head.startsWith("GET /socket")) {
            ScriptedUpstream.say(
                    socket,
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nfirst");
            socket.getInputStream().transferTo(socket.getOutputStream());
        } else {
            ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsmall");
        }
    }

    /** Takes away what somebody may. */
    @FunctionalInterface
    private interface Ending {
        void happen() throws Exception;
    }

    @Test
    void a_logout_in_another_tab_cuts_what_is_open() throws Exception {
        cutBy(() -> assertThat(browser.post("/.tollgate/logout").statusCode()).isEqualTo(303));
        assertThat(browser.fetch("GET", "/small").statusCode()).isEqualTo(401);
    }

    @Test
    void an_administrator_who_ends_the_sessions_cuts_what_is_open() throws Exception {
        cutBy(() -> done(rig.command("sessions.end", "user", ANN)));
        assertThat(browser.fetch("GET", "/small").statusCode()).isEqualTo(401);
    }

    @Test
    void disabling_the_user_cuts_what_is_open_and_refuses_the_next_request() throws Exception {
        cutBy(() -> done(rig.command("users.disable", "name", ANN)));
        assertThat(browser.fetch("GET", "/small").statusCode()).isEqualTo(401);
        done(rig.command("users.enable", "name", ANN));
        assertThat(browser.login(ANN).statusCode()).isEqualTo(303);
        assertThat(browser.fetch("GET", "/small").statusCode()).isEqualTo(200);
    }

    @Test
    void taking_the_role_away_cuts_what_is_open_and_refuses_the_next_request() throws Exception {
        cutBy(() -> done(rig.command("users.roles", "name", ANN, "role", "guest")));
        assertThat(browser.fetch("GET", "/small").statusCode()).isEqualTo(200);
        assertThat(browser.fetch("GET", "/download").statusCode()).isEqualTo(403);
        done(rig.command("users.roles", "name", ANN, "role", "biller"));
        assertThat(browser.fetch("POST", "/small").statusCode()).isEqualTo(200);
    }

    @Test
    void the_idle_lock_cuts_what_is_open_although_bytes_came() throws Exception {
        cutBy(() -> time.jump(Duration.ofMinutes(11)));
        var refused = browser.fetch("GET", "/small");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("tollgate-reason")).contains("session.locked");
    }

    @Test
    void absolute_expiry_cuts_what_is_open() throws Exception {
        for (int i = 0; i < 66; i++) {
            time.jump(Duration.ofMinutes(9));
            assertThat(browser.fetch("GET", "/small").statusCode()).isEqualTo(200);
        }
        cutBy(() -> time.jump(Duration.ofMinutes(9)));
        assertThat(browser.get("/small").headers().firstValue("location").orElseThrow())
                .startsWith("/.tollgate/login");
    }

    @Test
    void what_others_hold_open_stays() throws Exception {
        rig.user("bob@clinic.example", "biller");
        Browser other = rig.browser();
        other.login("bob@clinic.example");
        try (RawConnection his = open("/socket", other.cookie())) {
            cutBy(() -> done(rig.command("users.disable", "name", ANN)));
            assertThat(other.fetch("GET", "/small").statusCode()).isEqualTo(200);
            his.send("still here");
            assertThat(his.input().readNBytes(10)).asString().isEqualTo("still here");
        }
    }

    private static void done(ControlReply reply) {
        assertThat(reply.exit()).as(reply.message()).isZero();
    }

    private void cutBy(Ending ending) throws Exception {
        String cookie = browser.cookie();
        try (RawConnection socket = open("/socket", cookie);
                RawConnection chunked = open("/download", cookie);
                RawConnection counted = open("/report", cookie)) {
            ending.happen();
            long from = System.nanoTime();
            assertThat(socket.rest()).isEmpty();
            assertThat(chunked.rest()).as("never as if it were complete").doesNotContain("0\r\n");
            assertThat(counted.rest()).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(1));
        }
    }

    /** Held open, after the first bytes came through. */
    private RawConnection open(String path, String cookie) throws Exception {
        RawConnection connection = new RawConnection(rig.trust(), rig.port());
        String upgrade = path.equals("/socket")
                ? String.join(
                        "\r\n",
                        "Connection: Upgrade",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                        "")
                : "";
        connection.send("GET " + path + " HTTP/1.1\r\nHost: localhost:" + rig.port() + "\r\nCookie: " + cookie + "\r\n"
                + upgrade + "\r\n");
        assertThat(connection.head()).startsWith(path.equals("/socket") ? "HTTP/1.1 101" : "HTTP/1.1 200");
        StringBuilder first = new StringBuilder();
        while (first.indexOf("first") < 0) {
            first.append((char) connection.input().read());
        }
        if (path.equals("/download")) {
            assertThat(connection.input().readNBytes(2)).isEqualTo(new byte[] {'\r', '\n'});
        }
        return connection;
    }
}
