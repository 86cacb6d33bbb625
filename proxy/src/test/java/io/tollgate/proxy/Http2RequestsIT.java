package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.FrameConnection.Answer;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stream of HTTP/2 becomes exactly one request of HTTP/1.1, or none. */
@Timeout(120)
final class Http2RequestsIT {
    private static final String ANN = "ann@clinic.example";

    @TempDir
    Path folder;

    private final List<String> bodies = new CopyOnWriteArrayList<>();
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
        browser = rig.browser(HttpClient.Version.HTTP_2);
        assertThat(browser.login(ANN).statusCode()).isEqualTo(303);
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        app.close();
    }

    private void serve(String head, Socket socket) throws Exception {
        bodies.add(body(head, socket.getInputStream()));
        String path = head.split(" ", 3)[1];
        ScriptedUpstream.say(
                socket,
                switch (path) {
                    case "/trailers" ->
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                                + "5\r\nclaim\r\n0\r\nX-Sum: 7\r\nSet-Cookie: no=1\r\n\r\n";
                    case "/hints" ->
                        "HTTP/1.1 103 Early Hints\r\n"
                                + "Link: </a.css>\r\n\r\n"
                                + "HTTP/1.1 200 OK\r\n"
                                + "Content-Length: 2\r\n\r\n"
                                + "ok";
                    case "/cookies" ->
                        "HTTP/1.0 200\r\nSet-Cookie: a=1:2,3\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\n"
                                + "Set-Cookie: b=2\r\nX-Odd: \u00e9\r\n\r\nold";
                    case "/unchanged" -> "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\nContent-Length: 900\r\n\r\n";
                    default ->
                        // It closes after each answer: said, or the next request may meet a connection that is going.
                        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\n"
                                + (head.startsWith("HEAD") ? "" : "small");
                });
    }

    private static String body(String head, InputStream in) throws Exception {
        String lower = head.toLowerCase(Locale.ROOT);
        if (lower.contains("transfer-encoding: chunked")) {
            StringBuilder body = new StringBuilder();
            while (!body.toString().endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return "CUT";
                }
                body.append((char) next);
            }
            return body.toString();
        }
        int at = lower.indexOf("content-length:");
        int length = at < 0
                ? 0
                : Integer.parseInt(
                        lower.substring(at + 15, lower.indexOf("\r\n", at)).trim());
        byte[] body = in.readNBytes(length);
        return body.length < length ? "CUT" : new String(body, StandardCharsets.ISO_8859_1);
    }

    private FrameConnection connect() throws Exception {
        return new FrameConnection(rig.trust(), rig.port());
    }

    /** A request's fields, with these in place of, or after, the usual ones; a null value takes one out. */
    private String[] request(String method, String path, String... more) {
        List<String> all = new ArrayList<>(
                List.of(":method", method, ":scheme", "https", ":authority", "localhost:" + rig.port(), ":path", path));
        all.addAll(List.of("cookie", browser.cookie(), "sec-fetch-site", "same-origin"));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    @Test
    void a_person_works_over_http2_and_the_access_log_says_so() throws Exception {
        HttpResponse<String> page = browser.get("/small");
        assertThat(page.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo("small");
        assertThat(app.heads().get(0)).startsWith("GET /small HTTP/1.1\r\nHost: localhost:" + rig.port() + "\r\n");
        assertThat(browser.post("/.tollgate/logout").statusCode()).isEqualTo(303);
        assertThat(browser.fetch("GET", "/small").statusCode()).isEqualTo(401);
        rig.stop();
        try (Stream<Path> logs = Files.list(rig.config().data().resolve("access"))) {
            assertThat(Files.readString(logs.findFirst().orElseThrow())).contains("\"protocol\":\"HTTP/2.0\"");
        }
    }

    @Test
    void a_body_keeps_its_length_and_has_chunks_where_it_has_none() throws Exception {
        try (FrameConnection connection = connect()) {
            connection.headers(1, false, request("POST", "/a", "content-length", "5"));
            connection.data(1, false, "cla").data(1, true, "im");
            assertThat(connection.answer(1).status()).isEqualTo(200);
            connection.headers(3, false, request("POST", "/b"));
            connection.data(3, false, "cla").data(3, false, "im").data(3, true, "");
            assertThat(connection.answer(3).status()).isEqualTo(200);
            connection.headers(5, true, request("POST", "/c", "content-length", "0"));
            assertThat(connection.answer(5).status()).isEqualTo(200);
            connection.headers(7, true, request("POST", "/d"));
            assertThat(connection.answer(7).status()).isEqualTo(200);
        }
        assertThat(app.heads().get(0).toLowerCase(Locale.ROOT))
                .contains("content-length: 5\r\n")
                .doesNotContain("transfer-encoding");
        assertThat(app.heads().get(1).toLowerCase(Locale.ROOT))
                .contains("transfer-encoding: chunked\r\n")
                .doesNotContain("content-length");
        assertThat(app.heads().get(2).toLowerCase(Locale.ROOT))
                .contains("content-length: 0\r\n")
                .doesNotContain("transfer-encoding");
        assertThat(app.heads().get(3).toLowerCase(Locale.ROOT)).doesNotContain("content-length", "transfer-encoding");
        assertThat(bodies.get(0)).isEqualTo("claim");
        assertThat(bodies.get(1).replaceAll("\r\n[0-9a-f]+\r\n|^[0-9a-f]+\r\n|\r\n", ""))
                .isEqualTo("claim");
    }

    @Test
    void crumbs_of_cookies_are_one_field_and_two_hosts_that_agree_are_one() throws Exception {
        try (FrameConnection connection = connect()) {
            String host = "localhost:" + rig.port();
            connection.headers(
                    1,
                    true,
                    request(
                            "GET",
                            "/a?x=%20&;y",
                            "cookie",
                            "a=1",
                            "x-a",
                            "1",
                            "cookie",
                            "b=2",
                            "host",
                            host,
                            "x-b",
                            ""));
            assertThat(connection.answer(1).status()).isEqualTo(200);
        }
        String head = app.heads().get(0);
        assertThat(head)
                .startsWith("GET /a?x=%20&;y HTTP/1.1\r\nHost: localhost:")
                .contains("Cookie: a=1; b=2\r\n");
        assertThat(head.split("(?i)\r\nhost:", -1)).hasSize(2);
        assertThat(head).contains("x-a: 1\r\nx-b: \r\n");
    }

    @Test
    void trailers_pass_both_ways_but_for_those_that_may_not() throws Exception {
        try (FrameConnection connection = connect()) {
            connection.headers(1, false, request("POST", "/trailers", "te", "trailers"));
            connection.data(1, false, "claim").headers(1, true, "x-check", "9");
            Answer answer = connection.answer(1);
            assertThat(answer.body()).isEqualTo("claim");
            assertThat(answer.isWhole()).isTrue();
            assertThat(answer.fields()).contains("x-sum: 7").doesNotContain("set-cookie: no=1");
        }
        assertThat(app.heads().get(0)).contains("TE: trailers\r\n");
        assertThat(bodies.get(0)).endsWith("0\r\nx-check: 9\r\n\r\n");
    }

    @Test
    void answers_lose_what_was_for_a_connection_and_nothing_else() throws Exception {
        try (FrameConnection connection = connect()) {
            connection.headers(1, true, request("GET", "/cookies"));
            Answer answer = connection.answer(1);
            assertThat(answer.body()).isEqualTo("old");
            assertThat(answer.fields()).anyMatch(field -> field.startsWith("set-cookie: a=1:2,3"));
            assertThat(answer.fields())
                    .anyMatch(field -> field.startsWith("set-cookie: b=2"))
                    .contains("x-odd: \u00e9");
            assertThat(answer.fields())
                    .noneMatch(field -> field.startsWith("connection") || field.startsWith("keep-alive"))
                    .noneMatch(field -> field.startsWith("x-hop") || field.startsWith("transfer-encoding"));
            connection.headers(3, true, request("GET", "/hints"));
            assertThat(connection.answer(3).interims()).containsExactly(103);
            connection.headers(5, true, request("HEAD", "/small"));
            Answer head = connection.answer(5);
            assertThat(head.fields()).contains("content-length: 5");
            assertThat(head.body()).isEmpty();
            connection.headers(9, true, request("HEAD", "/small#"));
            Answer refused = connection.answer(9);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body()).isEmpty();
            connection.headers(11, true, request("GET", "/unchanged"));
            assertThat(connection.answer(11).status()).isEqualTo(304);
        }
    }

    @Test
    void who_waits_for_100_continue_is_told_to_go_on() throws Exception {
        try (FrameConnection connection = connect()) {
            connection.headers(1, false, request("POST", "/a", "content-length", "5", "expect", "100-continue"));
            FrameConnection.Frame interim = connection.next(FrameConnection.HEADERS);
            assertThat(connection.fields(interim)).containsExactly(":status: 100");
            connection.data(1, true, "claim");
            assertThat(connection.answer(1).status()).isEqualTo(200);
        }
        assertThat(bodies).containsExactly("claim");
    }

    @Test
    void what_is_no_request_is_reset_and_never_forwarded() throws Exception {
        String[][] faults = {
            {"X-Upper", "1"},
            {"connection", "x-user"},
            {"keep-alive", "5"},
            {"proxy-connection", "close"},
            {"transfer-encoding", "chunked"},
            {"upgrade", "websocket"},
            {"te", "gzip"},
            {"te", "trailers, deflate"},
            {"host", "evil.example"},
            {"x-a", "b\nx-role: admin"},
            {"x-a", "b\r\nx-role: admin"},
            {"x-a", "b\u0000"},
            {"x-a", "b\u007f"},
            {"x-a", " b"},
            {"x-a", "b\t"},
            {"x a", "b"},
            {"x-a:b", "c"},
            {"", "b"},
            {"x-\u00e9", "b"},
            {"x-a\r\nx-role", "admin"},
            {":path", "/second"},
            {":late", "1"},
            {":status", "200"},
            {":authority", "localhost"},
            {":protocol", "websocket"},
            {"content-length", "3"},
        };
        try (FrameConnection connection = connect()) {
            int stream = 1;
            for (String[] fault : faults) {
                connection.headers(stream, true, request("GET", "/a", fault));
                Answer answer = connection.answer(stream);
                assertThat(answer.reset()).as(Arrays.toString(fault)).isEqualTo(1);
                assertThat(answer.status()).as(Arrays.toString(fault)).isEqualTo(-1);
                stream += 2;
            }
            String[] usual = request("GET", "/a");
            for (int i = 0; i < 8; i += 2) {
                List<String> without = new ArrayList<>(List.of(usual));
                String name = without.remove(i);
                without.remove(i);
                connection.headers(stream, true, without.toArray(String[]::new));
                Answer answer = connection.answer(stream);
                assertThat(answer.reset() == 1 || answer.status() == 400)
                        .as("without " + name)
                        .isTrue();
                stream += 2;
            }
            connection.headers(stream, true, usual);
            assertThat(connection.answer(stream).status())
                    .as("the connection goes on")
                    .isEqualTo(200);
        }
        assertThat(app.heads()).hasSize(1);
    }

    @Test
    void what_is_a_request_but_not_one_for_here_is_refused() throws Exception {
        String[][] faults = {
            {":method", "CONNECT", "400"},
            {":method", "TRACE", "400"},
            {":method", "G T", "-1"},
            {":method", "", "-1"},
            {":scheme", "http", "400"},
            {":scheme", "https://localhost/x", "400"},
            {":authority", "ann@localhost", "400"},
            {":authority", "localhost/x", "400"},
            {":authority", "", "400"},
            {":authority", "nobody.example", "421"},
            {":path", "a", "400"},
            {":path", "*", "400"},
            {":path", "", "-1"},
            {":path", "https://localhost/a", "400"},
            {":path", "/a b HTTP/1.1", "400"},
            {":path", "/a#b", "400"},
            {":path", "/public/..;/admin", "400"},
            {":path", "/" + "a".repeat(17_000), "414"},
            {"content-length", "x", "400"},
            {"content_length", "5", "400"},
            {"expect", "something", "417"},
            {"x-long", "a".repeat(17_000), "431"},
        };
        // Nobody takes every host, so that there is one that is nobody's.
        rig.stop();
        Files.writeString(
                rig.yaml(),
                Files.readString(rig.yaml()).replace("    upstream:", "    hosts: [localhost]\n    upstream:"));
        rig.restart();
        for (String[] fault : faults) {
            List<String> fields = new ArrayList<>(List.of(request("GET", "/a")));
            int at = fields.indexOf(fault[0]);
            if (at >= 0) {
                fields.set(at + 1, fault[1]);
            } else {
                fields.addAll(List.of(fault[0], fault[1]));
            }
            try (FrameConnection connection = connect()) {
                byte[] section = FrameConnection.section(fields.toArray(String[]::new));
                int first = Math.min(section.length, 16_000);
                boolean isWhole = first == section.length;
                connection.frame(FrameConnection.HEADERS, isWhole ? 5 : 1, 1, Arrays.copyOfRange(section, 0, first));
                if (!isWhole) {
                    byte[] rest = Arrays.copyOfRange(section, first, section.length);
                    connection.frame(FrameConnection.CONTINUATION, FrameConnection.END_HEADERS, 1, rest);
                }
                Answer answer = connection.answer(1);
                assertThat(answer.status())
                        .as(fault[0] + " " + fault[1].substring(0, Math.min(20, fault[1].length())))
                        .isEqualTo(Integer.parseInt(fault[2]));
            }
        }
        assertThat(app.heads()).isEmpty();
    }

    @Test
    void a_head_of_too_many_fields_or_bytes_is_a_431() throws Exception {
        List<String> many = new ArrayList<>(List.of(request("GET", "/a")));
        for (int i = 0; i < 100; i++) {
            many.addAll(List.of("x-" + i, "1"));
        }
        try (FrameConnection connection = connect()) {
            connection.headers(1, true, many.toArray(String[]::new));
            assertThat(connection.answer(1).status()).isEqualTo(431);
            List<String> large = new ArrayList<>(List.of(request("GET", "/a")));
            large.addAll(List.of("x-large", "a".repeat(15_000)));
            byte[] first = FrameConnection.section(large.toArray(String[]::new));
            byte[] more = FrameConnection.section("x-larger", "b".repeat(15_000));
            for (int stream = 3; stream <= 5; stream += 2) {
                connection.frame(FrameConnection.HEADERS, FrameConnection.END_STREAM, stream, first);
                connection.frame(FrameConnection.CONTINUATION, 0, stream, more);
                int last = FrameConnection.END_HEADERS;
                byte[] end = stream == 3 ? FrameConnection.section("x-end", "c".repeat(4_000)) : more;
                connection.frame(FrameConnection.CONTINUATION, last, stream, end);
                assertThat(connection.answer(stream).status()).isEqualTo(431);
            }
            List<String> crumbs = new ArrayList<>(List.of(request("GET", "/a")));
            for (int i = 0; i < 150; i++) {
                crumbs.addAll(List.of("cookie", "c" + i + "=1"));
            }
            connection.headers(7, true, crumbs.toArray(String[]::new));
            assertThat(connection.answer(7).status()).as("one cookie a field").isEqualTo(200);
        }
        assertThat(app.heads()).hasSize(1);
    }

    @Test
    void a_length_that_is_not_kept_to_never_completes_a_request() throws Exception {
        try (FrameConnection connection = connect()) {
            connection.headers(1, false, request("POST", "/a", "content-length", "5"));
            connection.data(1, false, "claim").data(1, true, "GET /smuggled HTTP/1.1\r\n\r\n");
            assertThat(connection.answer(1).reset()).isEqualTo(1);
            connection
                    .headers(3, false, request("POST", "/b", "content-length", "5"))
                    .data(3, true, "cla");
            assertThat(connection.answer(3).reset()).isEqualTo(1);
            connection
                    .headers(5, false, request("POST", "/c", "content-length", "0"))
                    .data(5, true, "claim");
            assertThat(connection.answer(5).reset()).isEqualTo(1);
            connection.headers(7, false, request("POST", "/d", "content-length", "5"));
            connection.data(7, false, "cla").headers(7, true, "x-a", "1");
            assertThat(connection.answer(7).reset()).isEqualTo(1);
            connection.headers(9, false, request("POST", "/e")).data(9, false, "a");
            connection.headers(9, true, "content-length", "5");
            assertThat(connection.answer(9).reset()).isEqualTo(1);
            connection
                    .headers(11, false, request("POST", "/f", "content-length", "0"))
                    .data(11, true, "");
            assertThat(connection.answer(11).status()).isEqualTo(200);
        }
        assertThat(bodies)
                .as("what came whole")
                .filteredOn(body -> !body.equals("CUT"))
                .containsExactly("");
        assertThat(app.heads()).noneMatch(head -> head.contains("smuggled") || head.contains(" /c "));
    }

    @Test
    void a_listener_without_http2_speaks_http1() throws Exception {
        rig.stop();
        String yaml = Files.readString(rig.yaml());
        Files.writeString(rig.yaml(), yaml.replace("    tls:", "    http2: false\n    tls:"));
        rig.restart();
        HttpResponse<String> page = rig.browser(HttpClient.Version.HTTP_2).get("/.tollgate/login");
        assertThat(page.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
}
