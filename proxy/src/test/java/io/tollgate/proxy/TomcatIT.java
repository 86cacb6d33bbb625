package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real application, its examples and its manager, used through the gateway by somebody who may. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TomcatIT {
    private static final String MANAGER =
            "Basic " + Base64.getEncoder().encodeToString("tomcat:clinic-2003".getBytes(StandardCharsets.UTF_8));

    private Tomcat tomcat;
    private GatewayRig rig;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        tomcat = Tomcat.start(folder.resolve("tomcat"));
        rig = GatewayRig.start(folder, """
                apps:
                  tomcat:
                    upstream: http://127.0.0.1:%d
                    access:
                      operator: { allow: ["/**"] }
                """.formatted(tomcat.port()));
        rig.user("ann@clinic.example", "operator");
        browser = rig.browser();
        assertThat(browser.get("/examples/").statusCode()).isEqualTo(303);
        assertThat(browser.login("ann@clinic.example").statusCode()).isEqualTo(303);
    }

    @AfterAll
    void stop() {
        try (Tomcat ending = tomcat;
                GatewayRig closing = rig) {
            assertThat(ending).isNotSameAs(closing);
        }
    }

    @Test
    void jsp_and_servlet_examples_are_browsed() throws Exception {
        HttpResponse<String> servlet = browser.get("/examples/servlets/servlet/HelloWorldExample");
        assertThat(servlet.statusCode()).isEqualTo(200);
        assertThat(servlet.body()).contains("Hello World!");

        HttpResponse<String> jsp = browser.get("/examples/jsp/jsp2/el/basic-arithmetic.jsp");
        assertThat(jsp.statusCode()).isEqualTo(200);
        assertThat(jsp.body()).contains("JSP 2.0 Expression Language");

        HttpResponse<String> headers = browser.get("/examples/servlets/servlet/RequestHeaderExample");
        assertThat(headers.body()).contains("ann@clinic.example").doesNotContain("__Host-tollgate");

        HttpResponse<String> slash = browser.get("/examples");
        assertThat(slash.statusCode()).isEqualTo(302);
        assertThat(slash.headers().firstValue("location").orElseThrow()).isEqualTo("/examples/");
        assertThat(browser.get("/examples/servlets/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void the_app_keeps_its_own_session_by_cookie_and_by_url() throws Exception {
        String servlet = "/examples/servlets/servlet/SessionExample";
        HttpResponse<String> posted = browser.post(servlet, "dataname", "claim", "datavalue", "2003-0117");
        assertThat(posted.statusCode()).isEqualTo(200);
        String cookie = browser.get(servlet).body();
        assertThat(cookie).contains("claim = 2003-0117");

        Matcher id = Pattern.compile("Session ID: ?</?[a-z]*>? *([0-9A-F]{32})|([0-9A-F]{32})")
                .matcher(cookie);
        assertThat(id.find()).isTrue();
        String session = id.group(1) == null ? id.group(2) : id.group(1);
        assertThat(browser.cookie()).contains("JSESSIONID=" + session);

        Browser byUrl = rig.browser();
        byUrl.login("ann@clinic.example");
        assertThat(byUrl.get(servlet + ";jsessionid=" + session).body()).contains("claim = 2003-0117");
    }

    @Test
    void the_apps_own_login_form_works_behind_the_gateways() throws Exception {
        Browser person = rig.browser();
        person.login("ann@clinic.example");
        String page = "/examples/jsp/security/protected/index.jsp";
        HttpResponse<String> form = person.get(page);
        assertThat(form.body()).contains("j_security_check");

        HttpResponse<String> wrong = person.post(
                "/examples/jsp/security/protected/j_security_check", "j_username", "tomcat", "j_password", "no");
        assertThat(wrong.body()).contains("Invalid user name and/or password");

        person.get(page);
        HttpResponse<String> right = person.post(
                "/examples/jsp/security/protected/j_security_check",
                "j_username",
                "tomcat",
                "j_password",
                "clinic-2003");
        assertThat(right.statusCode()).isEqualTo(303);
        HttpResponse<String> inside =
                person.get(right.headers().firstValue("location").orElseThrow());
        assertThat(inside.body()).contains("You are logged in as remote user").contains("tomcat");
    }

    @Test
    void an_application_is_uploaded_through_the_manager() throws Exception {
        HttpResponse<String> refused = browser.get("/manager/html");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("www-authenticate").orElseThrow())
                .startsWith("Basic realm=");

        HttpResponse<String> page = browser.send(browser.to("/manager/html").header("Authorization", MANAGER));
        assertThat(page.statusCode()).isEqualTo(200);
        Matcher action =
                Pattern.compile("action=\"(/manager/html/upload[^\"]*)\"").matcher(page.body());
        assertThat(action.find()).isTrue();
        String target = action.group(1).replace("&amp;", "&");
        assertThat(target).contains("CSRF_NONCE");

        byte[] war = war();
        HttpResponse<String> uploaded = browser.send(browser.to(target)
                .header("Authorization", MANAGER)
                .header("Content-Type", "multipart/form-data; boundary=xXclinicXx")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(
                        ("--xXclinicXx\r\nContent-Disposition: form-data; name=\"deployWar\"; filename=\"ledger.war\"\r\n"
                                        + "Content-Type: application/octet-stream\r\n\r\n")
                                .getBytes(StandardCharsets.UTF_8),
                        war,
                        "\r\n--xXclinicXx--\r\n".getBytes(StandardCharsets.UTF_8)))));
        assertThat(uploaded.statusCode()).isEqualTo(200);
        assertThat(uploaded.body()).contains("OK");
        assertThat(browser.get("/ledger/index.txt").body()).isEqualTo("a ledger of 2003");

        HttpResponse<String> withoutNonce = browser.send(browser.to("/manager/html/upload")
                .header("Authorization", MANAGER)
                .header("Content-Type", "multipart/form-data; boundary=xXclinicXx")
                .POST(HttpRequest.BodyPublishers.ofString("--xXclinicXx--\r\n")));
        assertThat(withoutNonce.statusCode()).isEqualTo(403);
        assertThat(withoutNonce.headers().firstValue("tollgate-reason")).isEmpty();
    }

    private static byte[] war() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("index.txt"));
            zip.write("a ledger of 2003".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void websockets_echo_through_the_gateway() throws Exception {
        for (String endpoint : List.of("echoProgrammatic", "echoAnnotation", "echoStreamAnnotation")) {
            Echoes echoes = new Echoes();
            WebSocket socket = browser.client()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("wss://localhost:" + rig.port() + "/examples/websocket/" + endpoint), echoes)
                    .get(20, TimeUnit.SECONDS);
            String claim = "claim 2003-0117 ".repeat(400);
            socket.sendText(claim, true).get(20, TimeUnit.SECONDS);
            assertThat(echoes.messages.poll(20, TimeUnit.SECONDS)).as(endpoint).isEqualTo(claim);
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(20, TimeUnit.SECONDS);
            assertThat(echoes.closed.get(20, TimeUnit.SECONDS)).isEqualTo(WebSocket.NORMAL_CLOSURE);
        }
    }

    @Test
    void an_upgrade_without_a_session_is_refused() throws Exception {
        try (RawConnection stranger = new RawConnection(rig.trust(), rig.port())) {
            stranger.send("GET /examples/websocket/echoProgrammatic HTTP/1.1\r\nHost: localhost:" + rig.port()
                    + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            assertThat(stranger.status()).isEqualTo(401);
        }
    }

    /** What comes back. */
    private static final class Echoes implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new ArrayBlockingQueue<>(10);
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean isLast) {
            parts.append(text);
            if (isLast) {
                messages.add(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedStage(true);
        }

        @Override
        public CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
            socket.request(1);
            return CompletableFuture.completedStage(true);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            return CompletableFuture.completedStage(true);
        }
    }
}
