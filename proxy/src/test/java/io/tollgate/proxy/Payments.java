package io.tollgate.proxy;

import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An application whose payments ask for a fresh factor, behind a gateway whose time the test moves, and who use it. */
@SuppressWarnings("try") // closing waits for what a gateway has under way
final class Payments implements AutoCloseable {
    /** What every payment of a test is made to; the parameter is nobody's business but the application's. */
    static final String TARGET = "/payments/new?ward=3%41&x='y'";

    static final String BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW";
    private static final Pattern KEPT = Pattern.compile("[?&]kept=([A-Za-z0-9_-]+)");

    /** What the application got. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Got(String head, byte[] body) {
        String method() {
            return head.substring(0, head.indexOf(' '));
        }
    }

    final FakeTime time = new FakeTime();
    final QuickHasher hasher = new QuickHasher();
    final List<Got> got = new CopyOnWriteArrayList<>();
    final ScriptedUpstream app;
    final GatewayRig rig;

    Payments(Path folder) throws Exception {
        this(folder, "");
    }

    /** With more keys at the top of the file. */
    Payments(Path folder, String more) throws Exception {
        this(folder, more, true);
    }

    /** With passwords that another process can compare, too. */
    static Payments withRealPasswords(Path folder) throws Exception {
        return new Payments(folder, "", false);
    }

    private Payments(Path folder, String more, boolean isQuick) throws Exception {
        app = new ScriptedUpstream(this::answer);
        rig = GatewayRig.start(folder, yaml(more), world -> isQuick ? hasher.in(time.in(world)) : time.in(world));
        rig.user("ada@clinic.example", "biller");
        rig.user("bo@clinic.example", "biller");
    }

    String yaml(String more) {
        return """
            apps:
              billing:
                upstream: http://127.0.0.1:%d
                access:
                  biller:
                    allow:
                      - /**
                      - { match: "POST|PUT|DELETE /payments/**", step-up: true }
                      - { match: "GET /payments/secret", step-up: true }
                      - { match: "/ledger?action=void", step-up: true }
                      - { match: "DELETE /uploads/**", step-up: true }
                  trainee: { allow: ["GET /**"] }
            %s
            """.formatted(app.port(), more);
    }

    private void answer(String head, Socket socket) throws Exception {
        InputStream in = socket.getInputStream();
        int at = head.toLowerCase(Locale.ROOT).indexOf("\r\ncontent-length: ");
        int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 18, head.indexOf('\r', at + 2)));
        byte[] body = in.readNBytes(length);
        if (body.length == length) {
            got.add(new Got(head, body));
        }
        ScriptedUpstream.say(
                socket,
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nSet-Cookie: JSESSIONID=abc123; Path=/\r\n"
                        + "Content-Length: 4\r\nConnection: close\r\n\r\npaid");
    }

    /** Somebody who has been logged in for so long that no factor is fresh any more. */
    Browser stale(String name) throws Exception {
        return stale(rig.browser(), name);
    }

    Browser stale(Browser browser, String name) throws Exception {
        if (browser.login(name).statusCode() != 303) {
            throw new AssertionError("not logged in");
        }
        time.jump(Duration.ofMinutes(6));
        return browser;
    }

    static byte[] multipart(int size) {
        byte[] start = ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"amount\"\r\n\r\n12.50\r\n--"
                        + BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"scan.pdf\"\r\n"
                        + "Content-Type: application/pdf\r\n\r\n")
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        byte[] end = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        byte[] file = new byte[size];
        new Random(size).nextBytes(file);
        byte[] all = new byte[start.length + size + end.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(file, 0, all, start.length, size);
        System.arraycopy(end, 0, all, start.length + size, end.length);
        return all;
    }

    /** A form with a file as a browser sends it. */
    static HttpRequest.Builder upload(Browser browser, BodyPublisher body) {
        return browser.to(TARGET)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .header("Sec-Fetch-Mode", "navigate")
                .header("Sec-Fetch-Dest", "document")
                .header("Sec-Fetch-Site", "same-origin")
                .header("X-Ward-Round", "as it came")
                .POST(body);
    }

    static String location(HttpResponse<?> answer) {
        return answer.headers().firstValue("location").orElse("");
    }

    /** The id in a Location or a page. */
    static String kept(String text) {
        Matcher kept = KEPT.matcher(text);
        if (!kept.find()) {
            throw new AssertionError("nothing kept in " + text);
        }
        return kept.group(1);
    }

    /** Confirms by the password and gives the answer. */
    static HttpResponse<String> confirm(Browser browser, String id) throws Exception {
        return browser.post("/.tollgate/step-up", "password", GatewayRig.PASSWORD, "return-to", TARGET, "kept", id);
    }

    /** Sends a payment that waits. */
    static String waiting(Browser browser) throws Exception {
        HttpResponse<String> asked = browser.post(TARGET, "amount", "12.50");
        return kept(location(asked));
    }

    List<Path> spooled() throws Exception {
        Path spool = rig.config().data().resolve("spool");
        if (!Files.isDirectory(spool)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(spool)) {
            return files.toList();
        }
    }

    @Override
    public void close() throws Exception {
        app.close();
        rig.close();
    }
}
