package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bodies through the whole gateway, over TLS and with every filter: whole, held back where they must be, and told apart. */
@Timeout(120)
final class StreamingIT {
    private static final String ANN = "ann@clinic.example";
    private static final int LARGE = 100_000_000;

    @TempDir
    Path folder;

    private final AtomicLong written = new AtomicLong();
    private final CountDownLatch slowBegan = new CountDownLatch(1);
    private final CountDownLatch mayFinish = new CountDownLatch(1);
    private ScriptedUpstream app;
    private GatewayRig rig;
    private Browser browser;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream(this::serve);
        rig = GatewayRig.start(folder, """
                apps:
                  desk:
                    path: /desk
                    upstream: http://127.0.0.1:%d
                    access:
                      biller: { allow: ["/**"] }
                  busy:
                    path: /busy
                    upstream: { endpoints: ["http://127.0.0.1:%d"], max-connections: 1, timeouts: { head: 1s } }
                    access:
                      biller: { allow: ["/**"] }
                  gone:
                    path: /gone
                    upstream: http://127.0.0.1:1
                    access:
                      biller: { allow: ["/**"] }
                """.formatted(app.port(), app.port()));
        rig.user(ANN, "biller");
        browser = rig.browser();
        assertThat(browser.login(ANN).statusCode()).isEqualTo(303);
    }

    @AfterEach
    void stop() throws Exception {
        mayFinish.countDown();
        app.close();
        rig.close();
    }

    private void serve(String head, Socket socket) throws Exception {
        String path = head.split(" ", 3)[1];
        switch (path) {
            case "/desk/upload" -> upload(head, socket);
            case "/desk/download" -> download(socket);
            case "/desk/endless" -> endless(socket, "Content-Length: 1000000000");
            case "/desk/chunks" -> endless(socket, "Transfer-Encoding: chunked");
            case "/desk/old" ->
                ScriptedUpstream.say(
                        socket,
                        "HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: http://localhost/desk/new?a=b#c\r\nContent-Length: 0\r\n\r\n");
            case "/desk/away" ->
                ScriptedUpstream.say(
                        socket,
                        "HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: http://elsewhere.example/desk\r\nContent-Length: 0\r\n\r\n");
            case "/desk/own-login" ->
                ScriptedUpstream.say(
                        socket,
                        "HTTP/1.1 401 Nope\r\nConnection: close\r\nWWW-Authenticate: Basic realm=\"ledger\"\r\nContent-Length: 0\r\n\r\n");
            case "/desk/slow", "/busy/held" -> slow(socket);
            case "/busy/silent" -> mayFinish.await();
            case "/desk/cut" -> ScriptedUpstream.say(socket, "HTT");
            default ->
                ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsmall");
        }
    }

    private static void upload(String head, Socket socket) throws Exception {
        if (head.toLowerCase(Locale.ROOT).contains("expect: 100-continue")) {
            ScriptedUpstream.say(socket, "HTTP/1.1 100 Continue\r\n\r\n");
        }
        int at = head.toLowerCase(Locale.ROOT).indexOf("content-length:");
        long left =
                Long.parseLong(head.substring(at + 15, head.indexOf("\r\n", at)).trim());
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] part = new byte[64 * 1024];
        InputStream in = socket.getInputStream();
        while (left > 0) {
            int count = in.read(part, 0, (int) Math.min(part.length, left));
            digest.update(part, 0, count);
            left -= count;
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 64\r\nConnection: close\r\n\r\n" + hash);
    }

    private static void download(Socket socket) throws IOException {
        ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        byte[] bytes = bytes();
        OutputStream out = socket.getOutputStream();
        for (int from = 0; from < bytes.length; from += 77_777) {
            int length = Math.min(77_777, bytes.length - from);
            ScriptedUpstream.say(socket, Integer.toHexString(length) + "\r\n");
            out.write(bytes, from, length);
            ScriptedUpstream.say(socket, "\r\n");
        }
        ScriptedUpstream.say(socket, "0\r\n\r\n");
    }

    private void endless(Socket socket, String framing) throws IOException {
        ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n");
        byte[] block = new byte[64 * 1024];
        for (int i = 0; i < 16_000; i++) {
            if (framing.startsWith("Transfer")) {
                ScriptedUpstream.say(socket, "10000\r\n");
            }
            socket.getOutputStream().write(block);
            written.addAndGet(block.length);
            if (framing.startsWith("Transfer")) {
                ScriptedUpstream.say(socket, "\r\n");
            }
        }
    }

    private void slow(Socket socket) throws Exception {
        ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst");
        slowBegan.countDown();
        mayFinish.await();
        ScriptedUpstream.say(socket, "after");
    }

    private static byte[] bytes() {
        byte[] bytes = new byte[LARGE];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void a_large_upload_and_a_large_download_arrive_whole() throws Exception {
        byte[] bytes = bytes();
        String hash = sha256(bytes);
        HttpResponse<String> up =
                browser.send(browser.to("/desk/upload").PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)));
        assertThat(up.body()).isEqualTo(hash);

        HttpResponse<byte[]> down =
                browser.client().send(browser.to("/desk/download").build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(down.body()).hasSize(LARGE);
        assertThat(sha256(down.body())).isEqualTo(hash);
    }

    @Test
    void who_waits_for_100_continue_is_told_to_go_on() throws Exception {
        try (RawConnection connection = new RawConnection(rig.trust(), rig.port())) {
            connection.send(head("POST", "/desk/upload", "Content-Length: 5\r\nExpect: 100-continue\r\n"));
            assertThat(connection.head()).startsWith("HTTP/1.1 100");
            connection.send("claim");
            assertThat(connection.head()).startsWith("HTTP/1.1 200");
            assertThat(connection.input().readNBytes(64))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo(sha256("claim".getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void a_stranger_s_upload_is_refused_before_its_body() throws Exception {
        try (RawConnection waiting = new RawConnection(rig.trust(), rig.port());
                RawConnection sending = new RawConnection(rig.trust(), rig.port())) {
            String upload =
                    "POST /desk/upload HTTP/1.1\r\nHost: localhost:" + rig.port() + "\r\nContent-Length: 100000000\r\n";
            waiting.send(upload + "Expect: 100-continue\r\n\r\n");
            assertThat(waiting.status()).isEqualTo(401);

            sending.send(upload + "\r\n");
            sending.send(new byte[200_000]);
            assertThat(sending.status())
                    .as("seen although its body is under way")
                    .isEqualTo(401);
            assertThat(app.heads()).noneMatch(head -> head.contains("/desk/upload"));
        }
    }

    @Test
    void a_body_over_the_limit_is_refused_before_it_is_sent() throws Exception {
        try (RawConnection connection = new RawConnection(rig.trust(), rig.port())) {
            connection.send(head("POST", "/desk/upload", "Content-Length: 200000000\r\n"));
            assertThat(connection.status()).isEqualTo(413);
        }
    }

    @Test
    void a_reader_that_stalls_costs_little() throws Exception {
        for (String path : new String[] {"/desk/endless", "/desk/chunks"}) {
            stall(path, 4); // What an allocator keeps for each event loop is not what one stalled reader costs.
            long before = pooled();
            long after = stall(path, 4);
            assertThat((after - before) / 4).as(path).isLessThan(1 << 20);
        }
    }

    /** Has so many readers stall at once; returns what is pooled while they do. */
    private long stall(String path, int readers) throws Exception {
        written.set(0);
        List<RawConnection> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < readers; i++) {
                RawConnection reader = new RawConnection(rig.trust(), rig.port());
                stalled.add(reader);
                reader.send(head("GET", path, ""));
                assertThat(reader.head()).startsWith("HTTP/1.1 200");
            }
            awaitStandstill();
            long pooled = pooled();
            assertThat(written.get()).as("held back").isLessThan(readers * (64L << 20));
            long before = written.get();
            stalled.get(0).input().readNBytes(20_000_000);
            assertThat(written.get()).as("it goes on").isGreaterThan(before);
            return pooled;
        } finally {
            for (RawConnection reader : stalled) {
                reader.close();
            }
        }
    }

    private static long pooled() {
        ByteBufAllocatorMetric metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
        return metric.usedDirectMemory() + metric.usedHeapMemory();
    }

    /** Until the application could write nothing for half a second. */
    private void awaitStandstill() throws InterruptedException {
        long deadline = System.nanoTime() + GatewayRig.PATIENCE.toNanos();
        long last = -1;
        while (written.get() != last) {
            assertThat(System.nanoTime()).as("it never stood still").isLessThan(deadline);
            last = written.get();
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    @Test
    void what_is_wrong_upstream_is_told_apart() throws Exception {
        HttpResponse<String> refused = browser.get("/gone/");
        assertThat(refused.statusCode()).isEqualTo(502);
        assertThat(browser.get("/desk/cut").statusCode()).isEqualTo(502);
        assertThat(browser.fetch("GET", "/busy/silent").statusCode()).isEqualTo(504);
        assertThat(refused.body()).doesNotContain("127.0.0.1").doesNotContain("Exception");

        CompletableFuture<HttpResponse<String>> held =
                browser.client().sendAsync(browser.to("/busy/held").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(slowBegan.await(20, TimeUnit.SECONDS)).isTrue();
        HttpResponse<String> busy = browser.fetch("GET", "/busy/small");
        assertThat(busy.statusCode()).isEqualTo(503);
        assertThat(busy.headers().firstValue("retry-after")).isPresent();
        mayFinish.countDown();
        assertThat(held.get(20, TimeUnit.SECONDS).body()).isEqualTo("firstafter");
    }

    @Test
    void a_redirect_stays_on_https_and_others_pass() throws Exception {
        assertThat(browser.get("/desk/old").headers().firstValue("location"))
                .contains("https://localhost:" + rig.port() + "/desk/new?a=b#c");
        assertThat(browser.get("/desk/away").headers().firstValue("location"))
                .contains("http://elsewhere.example/desk");
    }

    @Test
    void the_application_s_own_401_passes() throws Exception {
        HttpResponse<String> asked = browser.get("/desk/own-login");
        assertThat(asked.statusCode()).isEqualTo(401);
        assertThat(asked.headers().firstValue("www-authenticate")).contains("Basic realm=\"ledger\"");
        assertThat(asked.headers().firstValue("tollgate-reason")).isEmpty();
    }

    @Test
    void a_response_under_way_is_finished_before_the_gateway_ends() throws Exception {
        CompletableFuture<HttpResponse<String>> slow =
                browser.client().sendAsync(browser.to("/desk/slow").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(slowBegan.await(20, TimeUnit.SECONDS)).isTrue();
        int port = rig.port();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(rig::close);
        long deadline = System.nanoTime() + GatewayRig.PATIENCE.toNanos();
        while (isAccepting(port)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(closed).isNotDone();
        mayFinish.countDown();
        assertThat(slow.get(20, TimeUnit.SECONDS).body()).isEqualTo("firstafter");
        closed.get(20, TimeUnit.SECONDS);
    }

    private static boolean isAccepting(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (SocketException e) { // refused, or reset while it was being closed
            return false;
        }
    }

    private String head(String method, String path, String fields) {
        String more = Arrays.asList("POST", "PUT").contains(method) ? "Sec-Fetch-Site: same-origin\r\n" : "";
        return method + " " + path + " HTTP/1.1\r\nHost: localhost:" + rig.port() + "\r\nCookie: " + browser.cookie()
                + "\r\n" + more + fields + "\r\n";
    }
}
