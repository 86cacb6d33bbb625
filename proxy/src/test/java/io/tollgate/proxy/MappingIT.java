package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leads somewhere is mapped between how clients see an app and how it sees itself, through a whole gateway. */
final class MappingIT {
    private static final String ANN = "ann@clinic.example";

    @TempDir
    Path folder;

    private ScriptedUpstream app;
    private GatewayRig rig;
    private String cookie;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream(MappingIT::answer);
        rig = GatewayRig.start(folder, """
            apps:
              desk:
                upstream: http://127.0.0.1:%1$d
                public: ["GET /open/**"]
                access:
                  biller: { allow: ["/desk/**", "/trash/**"], deny: ["PUT /desk/locked/**", "DELETE /desk/kept/**"] }
                  mover: { allow: ["GET|MOVE|COPY /desk/**", "PUT /trash/**"] }
              billing: { path: /billing, paths: { accept: [encoded-slash, latin-1] }, upstream: "http://127.0.0.1:%1$d", access: { biller: { allow: ["/**"] } } }
              portal: { path: /portal, home: /start, upstream: "http://127.0.0.1:%1$d",
                        access: { biller: { allow: ["/**"] } } }
              seen:
                hosts: [inside.example]
                external: https://billing.clinic.example:4443
                upstream: http://127.0.0.1:%1$d
                access: { biller: { allow: ["/**"] } }
            """.formatted(app.port()));
        rig.user(ANN, "biller");
        rig.user("mo@clinic.example", "mover");
        cookie = session(ANN, "localhost:" + rig.port());
    }

    /** Answers with the fields that the request asks for, each as {@code X-Say: Name: value}. */
    private static void answer(String head, Socket socket) throws Exception {
        StringBuilder answer = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n");
        if (head.contains("/early")) {
            answer.insert(
                    0,
                    "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\nSet-Cookie: early=1\r\n"
                            + "Tollgate-Reason: mine\r\n\r\n");
        }
        for (String line : head.split("\r\n", -1)) {
            if (line.startsWith("X-Say: ")) {
                answer.append(line.substring(7)).append("\r\n");
            }
        }
        ScriptedUpstream.say(socket, answer + "\r\n");
    }

    private String session(String user, String host) throws Exception {
        String form = "username=" + user.replace("@", "%40") + "&password=" + GatewayRig.PASSWORD + "&return-to=/";
        String answer = exchange(
                "POST",
                "/.tollgate/login",
                host,
                List.of("Content-Type: application/x-www-form-urlencoded", "Content-Length: " + form.length()),
                form);
        int start = answer.indexOf("__Host-tollgate=");
        assertThat(start).as(answer).isPositive();
        return answer.substring(start, answer.indexOf(';', start));
    }

    private String exchange(String method, String target, String host, List<String> fields, String body)
            throws Exception {
        try (RawConnection raw = new RawConnection(rig.trust(), rig.port())) {
            StringBuilder request = new StringBuilder(
                    method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n");
            for (String field : fields) {
                request.append(field).append("\r\n");
            }
            return raw.send(request + "\r\n" + body).rest();
        }
    }

    private String asks(String method, String target, String... fields) throws Exception {
        String[] all = java.util.Arrays.copyOf(fields, fields.length + 1);
        all[fields.length] = "Cookie: " + cookie;
        return exchange(method, target, "localhost:" + rig.port(), List.of(all), "");
    }

    private static List<String> values(String answer, String name) {
        return answer.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    @AfterEach
    void stop() throws Exception {
        app.close();
        rig.close();
    }

    @Test
    void where_an_answer_leads_is_how_the_client_sees_it() throws Exception {
        String front = "https://localhost:" + rig.port();
        String[][] cases = {
            {"Location: http://localhost/x?y#z", "location", front + "/x?y#z"},
            {"Location: http://localhost:80/x", "location", front + "/x"},
            {"Location: http://localhost:" + rig.port() + "/x", "location", front + "/x"},
            {"Location: http://127.0.0.1:" + app.port() + "/x", "location", front + "/x"},
            {"Location: //127.0.0.1:" + app.port() + "/x", "location", front + "/x"},
            {"Location: https://localhost:" + app.port(), "location", front},
            {"Location: x/../y", "location", "x/../y"},
            {"Location:", "location", ""},
            {"Location: http://localhost.elsewhere.example/x", "location", "http://localhost.elsewhere.example/x"},
            {"Location: http://ann@localhost/x", "location", "http://ann@localhost/x"},
            {"Content-Location: http://localhost:80/x", "content-location", front + "/x"},
            {"Refresh: 5;url=http://localhost:80/x", "refresh", "5;url=" + front + "/x"},
            {"Refresh: 5; URL='http://localhost/x' ", "refresh", "5; URL='" + front + "/x'"},
            {"Refresh: 0, \"http://localhost/x\"", "refresh", "0, \"" + front + "/x\""},
            {"Refresh: 5; url=/x", "refresh", "5; url=/x"},
            {"Refresh: 30", "refresh", "30"},
        };
        for (String[] one : cases) {
            assertThat(values(asks("GET", "/desk/x", "X-Say: " + one[0]), one[1]))
                    .as(one[0])
                    .containsExactly(one[2]);
        }
    }

    @Test
    void an_app_that_is_seen_elsewhere_is_spoken_of_as_seen() throws Exception {
        cookie = session(ANN, "inside.example:9");
        String say = "X-Say: Location: ";
        String front = "https://billing.clinic.example:4443/x";
        for (String own : List.of(
                "http://inside.example:9/x",
                "https://inside.example:9/x",
                "http://inside.example/x",
                "http://billing.clinic.example:4443/x",
                "http://127.0.0.1:" + app.port() + "/x")) {
            String answer = exchange("GET", "/", "inside.example:9", List.of(say + own, "Cookie: " + cookie), "");
            assertThat(values(answer, "location")).as(own).containsExactly(front);
        }
        assertThat(app.heads().get(0))
                .contains("\r\nHost: inside.example:9\r\n")
                .contains("\r\nX-Forwarded-Proto: https\r\n")
                .contains("\r\nX-Forwarded-Host: billing.clinic.example:4443\r\n")
                .contains("\r\nX-Forwarded-Port: 4443\r\n");
        assertThat(exchange("GET", "/x", "inside.example:9", List.of("Accept: text/html"), ""))
                .as("a login is on the host that the browser knows")
                .contains("ocation: /.tollgate/login?return-to=/x\r\n");
        for (String[] one : new String[][] {
            {"https://billing.clinic.example:4443", "200"},
            {"https://inside.example:9", "200"},
            {"https://billing.clinic.example", "403"},
            {"https://evil.example", "403"}
        }) {
            assertThat(exchange(
                            "POST",
                            "/x",
                            "inside.example:9",
                            List.of("Origin: " + one[0], "Cookie: " + cookie, "Content-Length: 0"),
                            ""))
                    .as(one[0])
                    .startsWith("HTTP/1.1 " + one[1]);
        }
    }

    @Test
    void a_destination_is_judged_by_what_happens_there() throws Exception {
        String front = "https://localhost:" + rig.port();
        String[][] cases = {
            {"MOVE", "/desk/a", front + "/desk/b", "T", "200"},
            {"MOVE", "/desk/a", "/desk/b", "T", "200"},
            {"COPY", "/desk/kept/a", front + "/desk/b", "T", "200"},
            {"MOVE", "/desk/kept/a", front + "/desk/b", "F", "403"},
            {"COPY", "/desk/a", front + "/desk/kept/b", "T", "403"},
            {"COPY", "/desk/a", front + "/desk/kept/b", "F", "200"},
            {"MOVE", "/desk/a", front + "/desk/locked/b", "F", "403"},
            {"MOVE", "/desk/a", front + "/desk/LOCKED/b", "F", "403"},
            {"MOVE", "/desk/a", front + "/secret/b", "F", "403"},
            {"MOVE", "/desk/a", front + "/open/b", "F", "403"},
            {"MOVE", "/desk/a", front + "/desk/../secret/b", "F", "403"},
            {"MOVE", "/desk/a", front + "/billing/b", "F", "403"},
            {"MOVE", "/desk/a", front + "/.tollgate/login", "F", "403"},
            {"MOVE", "/desk/a", "http://localhost:" + rig.port() + "/desk/b", "F", "403"},
            {"MOVE", "/desk/a", "https://elsewhere.example/desk/b", "F", "403"},
            {"MOVE", "/desk/a", "//elsewhere.example/desk/b", "F", "403"},
            {"MOVE", "/desk/a", "b", "F", "403"},
            {"POST", "/desk/a", front + "/secret/b", "F", "403"},
            {"GET", "/desk/a", "Berlin", "F", "200"},
        };
        for (String[] one : cases) {
            String answer = asks(one[0], one[1], "Destination: " + one[2], "Overwrite: " + one[3]);
            assertThat(answer).as(String.join(" ", one)).startsWith("HTTP/1.1 " + one[4]);
            if (one[4].equals("403")) {
                assertThat(values(answer, "tollgate-reason")).containsExactly("access.destination");
            }
        }
        assertThat(asks("MOVE", "/desk/a", "Destination: /desk/b", "Destination: /desk/c"))
                .startsWith("HTTP/1.1 403");
        cookie = session("mo@clinic.example", "localhost:" + rig.port());
        assertThat(asks("MOVE", "/desk/a", "Destination: /desk/b")).startsWith("HTTP/1.1 403");
        assertThat(asks("MOVE", "/desk/a", "Destination: /trash/b")).startsWith("HTTP/1.1 200");
    }

    @Test
    void an_app_is_told_a_destination_as_it_sees_itself() throws Exception {
        String front = "https://localhost:" + rig.port();
        asks(
                "MOVE",
                "/desk/a",
                "Destination: " + front + "/desk/%41?b",
                "If: <" + front + "/desk/a> (<urn:uuid:1> [\"e\"]) <http://other.example/> (<x>)",
                "Referer: " + front + "/desk/");
        assertThat(app.heads().get(0))
                .contains("\r\nDestination: http://localhost:" + rig.port() + "/desk/%41?b\r\n")
                .contains("\r\nIf: <http://localhost:" + rig.port()
                        + "/desk/a> (<urn:uuid:1> [\"e\"]) <http://other.example/> (<x>)\r\n")
                .contains("\r\nReferer: " + front + "/desk/\r\n");
    }

    @Test
    void cookies_keep_order_and_odd_values_and_go_where_the_client_can_keep_them() throws Exception {
        String answer = asks(
                "GET",
                "/billing/early",
                "X-Say: Set-Cookie: a=1:2, 3 x; Path=/billing/sub",
                "X-Say: Set-Cookie: a=2; path=/",
                "X-Say: Set-Cookie: a=3; Domain=127.0.0.1; Max-Age=5",
                "X-Say: Set-Cookie: JSESSIONID=x; Domain=localhost; PATH=/billing; secure",
                "X-Say: Set-Cookie: __Host-own=1; Path=/; Secure");
        String interim = answer.substring(0, answer.indexOf("\r\n\r\n") + 2);
        assertThat(interim).startsWith("HTTP/1.1 103 Early Hints\r\n").contains("Link: </a.css>\r\n");
        assertThat(interim).doesNotContainIgnoringCase("Set-Cookie").doesNotContainIgnoringCase("Tollgate");
        assertThat(values(answer.substring(answer.indexOf("\r\n\r\n") + 4), "set-cookie"))
                .containsExactly(
                        "a=1:2, 3 x; Path=/billing/sub; Secure; SameSite=Lax",
                        "a=2; Secure; SameSite=Lax; Path=/billing",
                        "a=3; Max-Age=5; Secure; SameSite=Lax",
                        "JSESSIONID=x; Domain=localhost; PATH=/billing; secure; SameSite=Lax; HttpOnly",
                        "__Host-own=1; Path=/; Secure; SameSite=Lax");
    }

    @Test
    void apps_share_a_host_by_path() throws Exception {
        assertThat(asks("GET", "/billing/x")).startsWith("HTTP/1.1 200");
        assertThat(asks("GET", "/billing")).startsWith("HTTP/1.1 200");
        assertThat(asks("GET", "/billings/x")).startsWith("HTTP/1.1 403");
        assertThat(asks("GET", "/Billing/x")).startsWith("HTTP/1.1 400").contains("target.ambiguous");
        assertThat(asks("GET", "/billing;x/../portal/")).startsWith("HTTP/1.1 400");
        assertThat(app.heads()).hasSize(2).allSatisfy(head -> assertThat(head).startsWith("GET /billing"));
        assertThat(exchange("GET", "/portal/x", "localhost", List.of("Accept: text/html"), ""))
                .contains("ocation: /.tollgate/login?return-to=/portal/x\r\n");
    }

    @Test
    void an_accepted_spelling_goes_on_as_it_came_and_to_the_app_that_accepts_it_alone() throws Exception {
        assertThat(asks("GET", "/billing/a%2fb/M%FCller?x=%2f")).startsWith("HTTP/1.1 200");
        assertThat(app.heads().get(0)).startsWith("GET /billing/a%2fb/M%FCller?x=%2f HTTP/1.1\r\n");
        assertThat(asks("GET", "/desk/a%2fb")).startsWith("HTTP/1.1 400").contains("target.spelling");
        assertThat(asks("GET", "/billing%2fa")).startsWith("HTTP/1.1 400").contains("target.ambiguous");
        assertThat(asks("GET", "/billing/a%3bb")).startsWith("HTTP/1.1 400").contains("target.encoded-semicolon");
        assertThat(asks("GET", "/billing/a%2f..%2fb")).startsWith("HTTP/1.1 400");
        assertThat(app.heads()).hasSize(1);
    }

    @Test
    void another_method_than_that_of_the_line_is_judged_or_taken_out() throws Exception {
        String form = "Content-Type: application/x-www-form-urlencoded";
        String host = "localhost:" + rig.port();
        String[][] cases = {
            {"/desk/kept/1?_method=DELETE", "", "", "403"},
            {"/desk/kept/1", form, "a=1&_method=delete", "403"},
            {"/desk/kept/1?_method=PUT", "", "", "200"},
            {"/desk/kept/1", form, "pay_method=DELETE", "200"},
            {"/desk/kept/1", "X-HTTP-Method-Override: DELETE", "", "200"},
            {"/desk/kept/1", "X_HTTP_METHOD: DELETE", "", "200"},
            {"/desk/kept/1", "X-Original-URL: /secret", "", "200"},
            {"/desk/kept/1", "X-Rewrite-URL: /secret", "", "200"},
        };
        for (String[] one : cases) {
            List<String> fields = one[1].isEmpty()
                    ? List.of("Cookie: " + cookie, "Content-Length: " + one[2].length())
                    : List.of("Cookie: " + cookie, "Content-Length: " + one[2].length(), one[1]);
            assertThat(exchange("POST", one[0], host, fields, one[2]))
                    .as(String.join(" ", one))
                    .startsWith("HTTP/1.1 " + one[3]);
        }
        assertThat(app.heads())
                .hasSize(6)
                .allSatisfy(head -> assertThat(head)
                        .startsWith("POST /desk/kept/1")
                        .doesNotContainIgnoringCase("override")
                        .doesNotContainIgnoringCase("http_method")
                        .doesNotContain("/secret"));
    }

    @Test
    void what_people_read_is_kept_out_of_caches_where_the_app_says_nothing() throws Exception {
        for (String type : List.of("text/html; charset=x", "application/json", "application/pdf")) {
            assertThat(values(asks("GET", "/desk/x", "X-Say: Content-Type: " + type), "cache-control"))
                    .as(type)
                    .containsExactly("no-store");
        }
        for (String said : List.of("Cache-Control: private", "Expires: 0", "Pragma: x")) {
            assertThat(values(
                            asks("GET", "/desk/x", "X-Say: Content-Type: text/html", "X-Say: " + said),
                            "cache-control"))
                    .as(said)
                    .doesNotContain("no-store");
        }
        assertThat(values(asks("GET", "/desk/x", "X-Say: Content-Type: image/png"), "cache-control"))
                .isEmpty();
        String page = asks("GET", "/desk/x", "X-Say: Content-Type: text/html");
        assertThat(page)
                .doesNotContainIgnoringCase("x-frame-options")
                .doesNotContainIgnoringCase("content-security-policy")
                .doesNotContainIgnoringCase("x-content-type-options")
                .doesNotContainIgnoringCase("referrer-policy");
    }

    @Test
    void an_app_says_nothing_in_our_name_and_keeps_its_own_words_about_logins() throws Exception {
        String answer = asks(
                "GET",
                "/desk/x",
                "Authorization: Session a=b",
                "X-Say: Tollgate-Reason: session.none",
                "X-Say: WWW-Authenticate: Digest realm=\"x\", nonce=\"y\"",
                "X-Say: X-Kept: 1");
        assertThat(values(answer, "tollgate-reason")).isEmpty();
        assertThat(values(answer, "www-authenticate")).containsExactly("Digest realm=\"x\", nonce=\"y\"");
        assertThat(values(answer, "x-kept")).containsExactly("1");
        assertThat(app.heads().get(0)).contains("\r\nAuthorization: Session a=b\r\n");
    }
}
