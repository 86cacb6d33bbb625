package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.FrameConnection.Answer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Multipart bodies in which another method is hidden, through a whole gateway: the application never has a whole one. */
@Timeout(120)
final class HiddenMethodsIT {
    private static final String BOUNDARY = "----FormBoundary7MA4YWxk";
    private static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;
    private static final String FILE = "--" + BOUNDARY
            + "\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"_method.bin\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\n";

    @TempDir
    Path folder;

    /** Of each request what came of its body, and whether that was all of it. */
    private final List<String> whole = new CopyOnWriteArrayList<>();

    private final List<Integer> broken = new CopyOnWriteArrayList<>();
    private ScriptedUpstream app;
    private GatewayRig rig;
    private Browser biller;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream(this::serve);
        rig = GatewayRig.start(folder, """
            apps:
              desk:
                upstream: http://127.0.0.1:%1$d
                body: 50MB
                access:
                  biller: { allow: ["/**"], deny: ["DELETE /invoices/**", "DELETE /old/**"] }
                  boss: { allow: ["/**"] }
              old:
                path: /old
                upstream: { endpoints: ["http://127.0.0.1:%1$d"], chunked-requests: buffer }
                access:
                  biller: { allow: ["/**"], deny: ["DELETE /old/**"] }
            """.formatted(app.port()));
        rig.user("ann@clinic.example", "biller");
        rig.user("eve@clinic.example", "boss");
        biller = browser("ann@clinic.example", HttpClient.Version.HTTP_1_1);
    }

    @AfterEach
    void stop() throws Exception {
        app.close();
        rig.close();
    }

    private Browser browser(String user, HttpClient.Version version) throws Exception {
        Browser browser = rig.browser(version);
        assertThat(browser.login(user).statusCode()).isEqualTo(303);
        return browser;
    }

    private void serve(String head, Socket socket) throws Exception {
        Counted in = new Counted(socket.getInputStream());
        try {
            if (head.startsWith("POST /invoices/early")) {
                ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nearly");
            }
            whole.add(head.toLowerCase(Locale.ROOT).contains("chunked") ? chunks(in) : length(head, in));
            ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        } catch (IOException e) {
            broken.add(in.count);
        }
    }

    /** Says how much came before it ended too early. */
    private static final class Counted {
        private final InputStream in;
        private int count;

        Counted(InputStream in) {
            this.in = in;
        }

        byte[] take(int length) throws IOException {
            byte[] bytes = in.readNBytes(length);
            count += bytes.length;
            if (bytes.length < length) {
                throw new EOFException();
            }
            return bytes;
        }
    }

    private static String length(String head, Counted in) throws Exception {
        String lower = head.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("\r\ncontent-length: ") + 18;
        return sha256(in.take(Integer.parseInt(lower.substring(at, lower.indexOf('\r', at)))));
    }

    private static String chunks(Counted in) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int size = size(in); size > 0; size = size(in)) {
            digest.update(in.take(size));
            in.take(2);
        }
        in.take(2);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static int size(Counted in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\r\n") < 0) {
            line.append((char) in.take(1)[0]);
        }
        return Integer.parseInt(line.toString().strip(), 16);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] form(String method, int fileSize) {
        byte[] file = new byte[fileSize];
        new Random(fileSize).nextBytes(file);
        String field = method.isEmpty()
                ? ""
                : "\r\n--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"_method\"\r\n\r\n" + method;
        byte[] start = FILE.getBytes(StandardCharsets.ISO_8859_1);
        byte[] end = (field + "\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(start, start.length + fileSize + end.length);
        System.arraycopy(file, 0, all, start.length, fileSize);
        System.arraycopy(end, 0, all, start.length + fileSize, end.length);
        return all;
    }

    private HttpResponse<String> post(Browser browser, String path, byte[] body, boolean hasLength) throws Exception {
        return browser.send(browser.to(path)
                .header("Content-Type", TYPE)
                .header("Sec-Fetch-Site", "same-origin")
                .POST(
                        hasLength
                                ? BodyPublishers.ofByteArray(body)
                                : BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body))));
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("tollgate-reason")).contains("access.deny");
    }

    /** Until the application knows of each request that it got how that ended. */
    private void awaitEnds() {
        long end = System.nanoTime() + GatewayRig.PATIENCE.toNanos();
        while (whole.size() + broken.size() < app.heads().size()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private long events(String reason) throws Exception {
        long count = 0;
        try (Stream<Path> files = Files.walk(rig.config().data())) {
            for (Path file : files.filter(path -> path.toString().contains("audit"))
                    .filter(Files::isRegularFile)
                    .toList()) {
                count += Files.readString(file, StandardCharsets.ISO_8859_1)
                        .lines()
                        .filter(line -> line.contains("\"" + reason + "\"") && line.contains("ann@clinic.example"))
                        .count();
            }
        }
        return count;
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void a_hidden_method_that_is_denied_is_refused_and_no_application_has_the_whole_of_it(HttpClient.Version version)
            throws Exception {
        Browser browser = browser("ann@clinic.example", version);
        int refusals = 0;
        for (int size : new int[] {0, 10, 100_000, 3_000_000}) {
            for (boolean hasLength : new boolean[] {true, false}) {
                for (String path : List.of("/invoices/1", "/old/1")) {
                    HttpResponse<String> answer = post(browser, path, form("delete", size), hasLength);
                    assertRefused(answer);
                    assertThat(answer.version()).isEqualTo(version);
                    assertThat(events("access.deny")).isEqualTo(++refusals);
                }
            }
        }
        awaitEnds();
        assertThat(whole).isEmpty();
        assertThat(app.heads())
                .as("where a body is kept first nobody is asked")
                .noneMatch(head ->
                        head.contains(" /old") && head.toLowerCase(Locale.ROOT).contains("chunked"));
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void what_is_allowed_passes_byte_for_byte(HttpClient.Version version) throws Exception {
        Browser browser = browser("ann@clinic.example", version);
        Browser boss = browser("eve@clinic.example", version);
        List<String> sent = new ArrayList<>();
        for (boolean hasLength : new boolean[] {true, false}) {
            for (byte[] body : List.of(form("PUT", 20_000_000), form("", 3_000_000), form("", 0), form("put", 0))) {
                assertThat(post(browser, "/invoices/1", body, hasLength).body()).isEqualTo("ok");
                sent.add(sha256(body));
            }
            byte[] kept = form("PUT", 1_500_000);
            assertThat(post(browser, "/old/1", kept, hasLength).body()).isEqualTo("ok");
            sent.add(sha256(kept));
            byte[] delete = form("DELETE", 70_000);
            assertThat(post(boss, "/invoices/1", delete, hasLength).body())
                    .as("who may delete")
                    .isEqualTo("ok");
            assertThat(post(browser, "/claims/1", delete, hasLength).body())
                    .as("where everybody may")
                    .isEqualTo("ok");
            sent.addAll(List.of(sha256(delete), sha256(delete)));
        }
        assertThat(whole).isEqualTo(sent);
        assertThat(broken).isEmpty();
    }

    private RawConnection begin(byte[] body, String path) throws Exception {
        return new RawConnection(rig.trust(), rig.port())
                .send("POST " + path + " HTTP/1.1\r\nHost: localhost:" + rig.port() + "\r\nCookie: " + biller.cookie()
                        + "\r\nSec-Fetch-Site: same-origin\r\nContent-Type: " + TYPE + "\r\nContent-Length: "
                        + body.length + "\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "PUT"})
    void it_is_the_same_in_pieces_of_one_byte(String method) throws Exception {
        byte[] body = form(method, 10);
        boolean isAllowed = method.equals("PUT");
        try (RawConnection raw = begin(body, "/invoices/1")) {
            for (int i = 0; i < body.length - (isAllowed ? 0 : BOUNDARY.length()); i++) {
                raw.send(new byte[] {body[i]});
            }
            assertThat(raw.status()).isEqualTo(isAllowed ? 200 : 403);
        }
        try (FrameConnection connection = new FrameConnection(rig.trust(), rig.port())) {
            String[] fields = {
                ":method",
                "POST",
                ":scheme",
                "https",
                ":authority",
                "localhost:" + rig.port(),
                ":path",
                "/invoices/1",
                "cookie",
                biller.cookie(),
                "sec-fetch-site",
                "same-origin",
                "content-type",
                TYPE
            };
            connection.headers(1, false, fields);
            int count = body.length - (isAllowed ? 0 : BOUNDARY.length());
            for (int i = 0; i < count; i++) {
                connection.data(1, isAllowed && i == count - 1, Character.toString(body[i] & 0xff));
            }
            Answer answer = connection.answer(1);
            assertThat(answer.status()).isEqualTo(isAllowed ? 200 : 403);
        }
        awaitEnds();
        assertThat(whole).hasSize(isAllowed ? 2 : 0);
    }

    @Test
    void a_form_whose_parts_can_be_read_in_several_ways_is_refused() throws Exception {
        String text = new String(form("delete", 0), StandardCharsets.ISO_8859_1);
        for (String odd : List.of(
                text.replace("name=\"_method\"", "name*=utf-8''_method"),
                text.replace("name=\"_method\"", "name='_method'"),
                text.replace("form-data; name=\"_method\"", "form-data;\r\n name=\"_method\""))) {
            HttpResponse<String> answer = post(biller, "/invoices/1", odd.getBytes(StandardCharsets.ISO_8859_1), true);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.headers().firstValue("tollgate-reason")).contains("access.form");
        }
        awaitEnds();
        assertThat(whole).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void a_body_without_a_type_is_looked_at_too(HttpClient.Version version) throws Exception {
        Browser browser = browser("ann@clinic.example", version);
        byte[] upload = form("DELETE", 5_000_000);
        for (String text : List.of("_method=delete", "a=" + "b".repeat(200_000) + "&_method=delete&c=d")) {
            assertRefused(browser.send(browser.to("/invoices/1")
                    .header("Sec-Fetch-Site", "same-origin")
                    .POST(BodyPublishers.ofString(text))));
        }
        awaitEnds();
        assertThat(whole).isEmpty();
        HttpResponse<String> passed = browser.send(browser.to("/invoices/1")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(BodyPublishers.ofByteArray(upload)));
        assertThat(passed.body()).isEqualTo("ok");
        assertThat(whole).containsExactly(sha256(upload));
    }

    @Test
    void an_answer_that_began_is_cut() throws Exception {
        byte[] body = form("DELETE", 10);
        try (RawConnection raw = begin(body, "/invoices/early")) {
            raw.send(Arrays.copyOf(body, FILE.length()));
            assertThat(raw.head()).startsWith("HTTP/1.1 200");
            assertThat(raw.input().readNBytes(5)).isEqualTo("early".getBytes(StandardCharsets.ISO_8859_1));
            raw.send(Arrays.copyOfRange(body, FILE.length(), body.length));
            assertThat(raw.rest()).isEmpty();
        }
        long end = System.nanoTime() + GatewayRig.PATIENCE.toNanos();
        while (events("access.deny") < 1) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
        awaitEnds();
        assertThat(whole).isEmpty();
    }
}
