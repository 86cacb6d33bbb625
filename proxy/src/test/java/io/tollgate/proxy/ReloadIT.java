package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.GatewayConfig;
import io.tollgate.proxy.control.ControlReply;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway takes over another configuration as a whole or not at all, and nobody who is permitted notices. */
final class ReloadIT {
    private static final String ANN = "ann@clinic.example";

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private ScriptedUpstream app;
    private GatewayRig rig;
    private Browser browser;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream(ReloadIT::serve);
        rig = GatewayRig.start(folder, desk("/**"), time::in);
        rig.user(ANN, "biller");
        browser = rig.browser();
        assertThat(browser.login(ANN).statusCode()).isEqualTo(303);
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        app.close();
    }

    /** One app whose billers may do this, whatever follows it. */
    private String desk(String allowed, String... more) {
        return """
            apps:
              desk:
                upstream: http://127.0.0.1:%d
                public: ["GET /echo/**"]
                access: { biller: { allow: ["%s"] } }
            %s
            """.formatted(app.port(), allowed, String.join("\n", more));
    }

    /** Says the last segment of the path, again and again; holds downloads and WebSockets open. */
    private static void serve(String first, Socket socket) throws Exception {
        for (String head = first; !head.isEmpty(); head = ScriptedUpstream.head(socket.getInputStream())) {
            String path = head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP"));
            if (path.equals("/download")) {
                ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nfirst");
                socket.getInputStream().transferTo(socket.getOutputStream());
            } else if (path.equals("/socket")) {
                String upgraded =
                        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
                ScriptedUpstream.say(socket, upgraded + "first");
                socket.getInputStream().transferTo(socket.getOutputStream());
            }
            String said = path.substring(path.lastIndexOf('/') + 1);
            ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + said.length() + "\r\n\r\n" + said);
        }
    }

    private void reload(String rest) throws Exception {
        rig.rewrite(rest);
        assertThat(rig.command("gateway.reload")).extracting(ControlReply::exit).isEqualTo(0);
    }

    private ControlReply refused(String rest, int exit) throws Exception {
        GatewayConfig before = rig.gateway().config();
        rig.rewrite(rest);
        ControlReply reply = rig.command("gateway.reload");
        assertThat(reply.exit()).as(String.valueOf(reply)).isEqualTo(exit);
        assertThat(rig.gateway().config()).isSameAs(before);
        return reply;
    }

    @Test
    void a_bad_file_changes_nothing_and_every_problem_is_told_with_its_place() throws Exception {
        ControlReply reply = refused(desk("/**", "    hom: /x/", "lockout: { after: soon }"), 2);

        assertThat(reply.rows())
                .extracting(row -> row.get("key"))
                .containsExactlyInAnyOrder("apps.desk.hom", "lockout.after");
        assertThat(reply.rows())
                .allSatisfy(row -> assertThat((Integer) row.get("line")).isGreaterThan(5));
        assertThat(browser.fetch("GET", "/page").body()).isEqualTo("page");
    }

    @Test
    void what_is_declared_holds_from_the_next_request_on() throws Exception {
        assertThat(browser.fetch("GET", "/page").statusCode()).isEqualTo(200);
        assertThat(rig.command("users.roles", "name", ANN, "add", "trainee").exit())
                .isEqualTo(2);

        reload(desk("/other", "      trainee: { deny: [\"POST /payments/**\"] }")
                .replace(
                        "access: { biller: { allow: [\"/other\"] } }",
                        "access:\n      biller: { allow: [\"/other\"] }"));

        assertThat(browser.fetch("GET", "/page").statusCode()).isEqualTo(403);
        assertThat(browser.fetch("GET", "/other").body()).isEqualTo("other");
        assertThat(rig.command("users.roles", "name", ANN, "add", "trainee").exit())
                .isZero();
    }

    @Test
    void no_request_is_dropped_over_many_reloads() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<CompletableFuture<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int client = i;
            clients.add(CompletableFuture.supplyAsync(() -> ask(client, isOver), threads));
        }
        for (int i = 0; i < 20; i++) {
            reload(desk(i % 2 == 0 ? "/a/**" : "/b/**", i % 3 == 0 ? "hsts: 30d" : ""));
        }
        isOver.set(true);
        int answered = 0;
        for (CompletableFuture<Integer> client : clients) {
            answered += client.get(20, TimeUnit.SECONDS);
        }
        threads.shutdown();
        assertThat(answered).isGreaterThan(200);
    }

    /** Asks on one connection until it is over; every answer is this request's. */
    private int ask(int client, AtomicBoolean isOver) {
        int asked = 0;
        String last = "nothing";
        try (RawConnection connection = new RawConnection(rig.trust(), rig.port())) {
            while (!isOver.get() || asked < 60) {
                String nonce = "n" + client + "x" + asked++;
                connection.send("GET /echo/" + nonce + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                String head = connection.head();
                assertThat(head).as("after " + last).startsWith("HTTP/1.1 200");
                last = head;
                assertThat(connection.input().readNBytes(nonce.length()))
                        .asString()
                        .isEqualTo(nonce);
            }
        } catch (Exception | AssertionError e) {
            throw new AssertionError("client " + client + " at its request " + asked, e);
        }
        return asked;
    }

    @Test
    void a_certificate_that_was_renewed_is_served_although_the_file_is_the_same() throws Exception {
        try (RawConnection before = new RawConnection(rig.trust(), rig.port())) {
            String old = before.serial();

            rig.renewCertificate();
            reload(desk("/**"));

            try (RawConnection after = new RawConnection(rig.trust(), rig.port())) {
                assertThat(after.serial()).isNotEqualTo(old);
                assertThat(echo(after)).isEqualTo("HTTP/1.1 200");
            }
            assertThat(echo(before)).as("on the connection that stood").isEqualTo("HTTP/1.1 200");
        }
    }

    private static String echo(RawConnection connection) throws Exception {
        connection.send("GET /echo/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
        String head = connection.head();
        connection.input().readNBytes(1);
        return head.substring(0, Math.min(12, head.length()));
    }

    @Test
    void a_certificate_that_does_not_match_changes_nothing() throws Exception {
        Path certificate =
                rig.config().listeners().get(0).tls().certificates().get(0).certificate();
        byte[] good = Files.readAllBytes(certificate);
        Files.writeString(certificate, "no certificate");

        assertThat(refused(desk("/other"), 2).message()).contains("nothing was changed");
        assertThat(browser.fetch("GET", "/page").statusCode()).isEqualTo(200);
        Files.write(certificate, good);
    }

    @Test
    void what_is_open_on_an_app_that_did_not_change_stays() throws Exception {
        try (RawConnection socket = open("/socket");
                RawConnection download = open("/download")) {
            reload(desk("/**", """
                  other:
                    hosts: [other.example]
                    upstream: http://127.0.0.1:1
                    public: ["/**"]
                """));
            reload(desk("/**", "prefix: /.elsewhere"));

            socket.send("still here");
            assertThat(socket.input().readNBytes(10)).asString().isEqualTo("still here");
            assertThat(browser.fetch("GET", "/page").body()).isEqualTo("page");
            assertThat(download.isOpen()).isTrue();
        }
    }

    @Test
    void what_is_not_permitted_any_more_is_cut() throws Exception {
        try (RawConnection socket = open("/socket");
                RawConnection download = open("/download")) {
            reload(desk("/socket"));
            assertThat(download.rest()).as("never as if it were complete").hasSizeLessThan(995);
            socket.send("still here");
            assertThat(socket.input().readNBytes(10)).asString().isEqualTo("still here");

            reload(desk("/**").replace("desk:", "counter:"));
            assertThat(socket.rest()).as("its app is gone").isEmpty();
        }
    }

    @Test
    void a_stricter_session_holds_for_those_that_are_open() throws Exception {
        try (RawConnection socket = open("/socket")) {
            time.jump(Duration.ofMinutes(5));
            assertThat(socket.isOpen()).isTrue();

            reload(desk("/**", "session: { idle: 2m, warn: 10s }"));

            assertThat(socket.rest()).as("nobody was there for five minutes").isEmpty();
            assertThat(browser.fetch("GET", "/page").headers().firstValue("tollgate-reason"))
                    .contains("session.locked");
        }
    }

    @Test
    void what_was_spent_of_a_rate_stays_spent() throws Exception {
        reload(desk("/**", "rate-limit: { per-client: 3/h }"));
        for (int i = 0; i < 3; i++) {
            assertThat(browser.fetch("GET", "/page").statusCode()).isEqualTo(200);
        }
        reload(desk("/other", "rate-limit: { per-client: 3/h }"));
        assertThat(browser.fetch("GET", "/echo/x").statusCode()).isEqualTo(429);
        reload(desk("/**"));
        assertThat(browser.fetch("GET", "/echo/x").statusCode()).isEqualTo(200);
    }

    @Test
    void a_listener_that_moves_serves_at_its_new_address_and_lets_the_old_finish() throws Exception {
        int moved = freePort();
        int old = rig.port();
        try (RawConnection idle = new RawConnection(rig.trust(), old);
                RawConnection busy = open("/download");
                RawConnection socket = open("/socket")) {
            echo(idle);
            rig.listenOn(moved);
            reload(desk("/**"));

            assertThat(rig.gateway().addresses().get("public").getPort()).isEqualTo(moved);
            try (RawConnection there = new RawConnection(rig.trust(), moved)) {
                assertThat(echo(there)).isEqualTo("HTTP/1.1 200");
            }
            Assertions.assertThatThrownBy(() -> new RawConnection(rig.trust(), old).close())
                    .isInstanceOf(ConnectException.class);
            assertThat(idle.rest()).isEmpty();
            assertThat(busy.isOpen()).isTrue();
            assertThat(socket.isOpen()).isTrue();
        }
    }

    @Test
    void an_address_that_can_not_be_had_changes_nothing_and_gives_back_what_was_taken() throws Exception {
        int free = freePort();
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            rig.listenOn(free);
            ControlReply reply =
                    refused(desk("/other", "admin: { address: \"127.0.0.1:" + taken.getLocalPort() + "\" }"), 3);
            assertThat(reply.message()).contains("port is in use", "nothing was changed");
            assertThat(browser.fetch("GET", "/page").statusCode()).isEqualTo(200);
            new ServerSocket(free, 1, java.net.InetAddress.getLoopbackAddress()).close();
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Test
    void where_the_data_and_the_key_are_can_not_change() throws Exception {
        assertThat(refused(desk("/other", "data: elsewhere"), 2).message())
                .contains("data: can't change while the gateway runs");
        Files.writeString(folder.resolve("other.key"), "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=\n");
        Files.setPosixFilePermissions(
                folder.resolve("other.key"), java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        assertThat(refused(desk("/other", "keys: { seal: \"${file:" + folder.resolve("other.key") + "}\" }"), 2)
                        .message())
                .contains("keys.seal");
        assertThat(browser.fetch("GET", "/page").statusCode()).isEqualTo(200);
    }

    @Test
    void a_key_that_became_another_is_told_before_the_next_start_fails() throws Exception {
        Path key = folder.resolve("tollgate.key");
        String good = Files.readString(key);
        Files.writeString(key, "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=\n");

        assertThat(refused(desk("/other"), 2).message()).contains("keys.seal: holds another key");
        Files.writeString(key, good);
        reload(desk("/other"));
    }

    @Test
    void an_admin_listener_comes_goes_and_changes_whom_it_answers() throws Exception {
        Browser admin = new Browser(rig.trust(), rig.adminPort());
        assertThat(admin.get("/health/ready").statusCode()).isEqualTo(200);

        reload(desk("/**", "admin: { address: \"127.0.0.1:0\", allow: [10.0.0.0/8] }"));
        assertThat(admin.get("/health/ready").statusCode()).isEqualTo(403);

        reload(desk("/**", "admin: { address: \"127.0.0.1:0\" }"));
        String metrics = admin.get("/metrics").body();
        assertThat(metrics)
                .contains("tollgate_reloads_total{result=\"done\"} 2")
                .contains("tollgate_reload_time");
    }

    @Test
    void it_is_in_the_trail_before_it_holds() throws Exception {
        reload(desk("/other"));

        Path trail = Ground.trailDirectory(rig.config().data());
        try (var files = Files.list(trail)) {
            String written = String.join("", files.map(ReloadIT::read).toList());
            assertThat(written).contains("gateway.reloaded").contains("local:");
        }
    }

    private static String read(Path file) {
        try {
            return Files.isRegularFile(file)
                    ? Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                    : "";
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void two_at_a_time_come_one_after_the_other() throws Exception {
        rig.rewrite(desk("/other"));
        CompletableFuture<ControlReply> first =
                CompletableFuture.supplyAsync(() -> rig.gateway().reload("test"));
        CompletableFuture<ControlReply> second =
                CompletableFuture.supplyAsync(() -> rig.gateway().reload("test"));

        assertThat(first.get(20, TimeUnit.SECONDS).exit()).isZero();
        assertThat(second.get(20, TimeUnit.SECONDS).exit()).isZero();
        assertThat(browser.fetch("GET", "/page").statusCode()).isEqualTo(403);
    }

    @Test
    void one_that_is_stopping_takes_nothing_over() throws Exception {
        Gateway gateway = rig.gateway();
        rig.stop();
        assertThat(gateway.reload("test").message()).contains("stopping");
    }

    /** Held open, after the first bytes came through. */
    private RawConnection open(String path) throws Exception {
        RawConnection connection = new RawConnection(rig.trust(), rig.port());
        String upgrade = path.equals("/socket")
                ? "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                : "";
        connection.send("GET " + path + " HTTP/1.1\r\nHost: localhost:" + rig.port() + "\r\nCookie: " + browser.cookie()
                + "\r\n" + upgrade + "\r\n");
        assertThat(connection.head()).startsWith(path.equals("/socket") ? "HTTP/1.1 101" : "HTTP/1.1 200");
        assertThat(connection.input().readNBytes(5)).asString().isEqualTo("first");
        return connection;
    }
}
