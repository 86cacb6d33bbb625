package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.tollgate.proxy.FrameConnection.Answer;
import io.tollgate.proxy.FrameConnection.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
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

/** Bodies on streams of HTTP/2: whole, held back where they must be, and never taken for whole where they are not. */
@Timeout(180)
final class Http2BodiesIT {
    private static final String ANN = "ann@clinic.example";
    private static final int LARGE = 50_000_000;
    private static final long HUGE = 200_000_000L;

    @TempDir
    Path folder;

    private final AtomicLong written = new AtomicLong();
    private final CountDownLatch mayFinish = new CountDownLatch(1);
    private final CountDownLatch cutSeen = new CountDownLatch(1);
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
                body: 300MiB
                access:
                  biller: { allow: ["/**"] }
            """.formatted(app.port()));
        rig.user(ANN, "biller");
        browser = rig.browser(HttpClient.Version.HTTP_2);
        assertThat(browser.login(ANN).statusCode()).isEqualTo(303);
    }

    @AfterEach
    void stop() throws Exception {
        mayFinish.countDown();
        app.close();
        rig.close();
    }

    private void serve(String head, Socket socket) throws Exception {
        switch (head.split(" ", 3)[1]) {
            case "/upload" -> ScriptedUpstream.say(socket, ok(sha256(socket.getInputStream(), length(head))));
            case "/huge" -> body(socket, HUGE);
            case "/large" -> body(socket, LARGE);
            case "/deaf" -> deaf(head, socket);
            case "/cut" ->
                ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
            case "/short" -> ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst");
            case "/held" -> {
                ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst");
                awaitCut(socket);
            }
            case "/slow" -> {
                ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst");
                mayFinish.await();
                ScriptedUpstream.say(socket, "after");
            }
            default -> ScriptedUpstream.say(socket, ok("small"));
        }
    }

    private void awaitCut(Socket socket) {
        try {
            if (socket.getInputStream().read() < 0) {
                cutSeen.countDown();
            }
        } catch (IOException e) {
            cutSeen.countDown(); // By a reset.
        }
    }

    private static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body;
    }

    private static long length(String head) {
        String lower = head.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("content-length:");
        return Long.parseLong(
                lower.substring(at + 15, lower.indexOf("\r\n", at)).trim());
    }

    private static String sha256(InputStream in, long length) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] part = new byte[64 * 1024];
        for (long left = length; left > 0; ) {
            int count = in.read(part, 0, (int) Math.min(part.length, left));
            digest.update(part, 0, count);
            left -= count;
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void body(Socket socket, long length) throws IOException {
        ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
        byte[] block = new byte[64 * 1024];
        for (long left = length; left > 0; left -= block.length) {
            int part = (int) Math.min(block.length, left);
            socket.getOutputStream().write(block, 0, part);
            written.addAndGet(part);
        }
    }

    /** Takes nothing of the body until it may. */
    private void deaf(String head, Socket socket) throws Exception {
        mayFinish.await();
        byte[] part = new byte[64 * 1024];
        for (long left = length(head); left > 0; ) {
            int count = socket.getInputStream().read(part, 0, (int) Math.min(part.length, left));
            if (count < 0) {
                return;
            }
            left -= count;
        }
        ScriptedUpstream.say(socket, ok("taken"));
    }

    private FrameConnection connect(int... settings) throws Exception {
        return new FrameConnection(rig.trust(), rig.port(), settings);
    }

    private String[] request(String method, String path, String... more) {
        List<String> all = new ArrayList<>(
                List.of(":method", method, ":scheme", "https", ":authority", "localhost:" + rig.port(), ":path", path));
        all.addAll(List.of("cookie", browser.cookie(), "sec-fetch-site", "same-origin"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void a_large_upload_and_a_large_download_arrive_whole() throws Exception {
        byte[] bytes = new byte[LARGE];
        new Random(7).nextBytes(bytes);
        HttpResponse<String> up =
                browser.send(browser.to("/upload").PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)));
        assertThat(up.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(up.body())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        HttpResponse<InputStream> down =
                browser.client().send(browser.to("/large").build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(sha256(down.body(), LARGE)).isNotEmpty();
        assertThat(down.body().read()).isEqualTo(-1);
    }

    @Test
    void a_reader_that_stalls_holds_back_its_own_upstream_only_and_costs_little() throws Exception {
        // The window of the connection is wide open, that of the stream is not, and nobody opens it.
        long warm = stalledDownloads(4, 100_000);
        long before = pooled();
        long stalled = stalledDownloads(4, 100_000);
        assertThat((stalled - Math.min(before, warm)) / 4).as("bytes a stream").isLessThan(1 << 20);
    }

    private long stalledDownloads(int streams, int window) throws Exception {
        written.set(0);
        try (FrameConnection connection = connect(4, window).openingNoWindows()) {
            connection.open(0, 1 << 30);
            for (int i = 0; i < streams; i++) {
                connection.headers(2 * i + 1, true, request("GET", "/huge"));
            }
            long got = 0;
            while (got < (long) window * streams) {
                got += connection.next(FrameConnection.DATA).payload().length;
            }
            awaitStandstill(written);
            assertThat(written.get()).as("held back").isLessThan(streams * (32L << 20));
            long pooled = pooled();
            connection.headers(99, true, request("GET", "/small"));
            Answer other = connection.answer(99);
            assertThat(other.body()).as("another stream goes on").isEqualTo("small");
            connection.open(1, 10_000_000);
            assertThat(connection.next(FrameConnection.DATA).stream()).isEqualTo(1);
            return pooled;
        }
    }

    @Test
    void a_reader_that_takes_nothing_from_its_socket_costs_little() throws Exception {
        long before = stalledSockets(4); // What an allocator keeps for each event loop is not what one reader costs.
        assertThat((stalledSockets(8) - before) / 4).isLessThan(1 << 20);
    }

    private long stalledSockets(int count) throws Exception {
        List<FrameConnection> readers = new ArrayList<>();
        try {
            written.set(0);
            for (int i = 0; i < count; i++) {
                FrameConnection reader = connect(4, 1 << 30);
                readers.add(reader);
                reader.open(0, 1 << 30).headers(1, true, request("GET", "/huge"));
            }
            awaitStandstill(written);
            assertThat(written.get()).isLessThan(count * (64L << 20));
            return pooled();
        } finally {
            for (FrameConnection reader : readers) {
                reader.close();
            }
        }
    }

    @Test
    void an_upload_to_an_application_that_stalls_is_held_back_and_costs_little() throws Exception {
        try (Uploads warm = new Uploads(4)) {
            long before = warm.pooled();
            try (Uploads stalled = new Uploads(4)) {
                assertThat((stalled.pooled() - before) / 4).isLessThan(1 << 20);
                warm.end();
                mayFinish.countDown();
                stalled.finishFirst();
            }
        }
    }

    /** So many uploads under way, each on its own connection. */
    private final class Uploads implements AutoCloseable {
        private final List<FrameConnection> connections = new ArrayList<>();
        private final List<CompletableFuture<Void>> senders = new ArrayList<>();
        private final AtomicLong sent = new AtomicLong();

        Uploads(int count) throws Exception {
            for (int i = 0; i < count; i++) {
                FrameConnection connection = connect();
                connections.add(connection);
                connection.headers(1, false, request("PUT", "/deaf", "content-length", Long.toString(HUGE)));
                senders.add(CompletableFuture.runAsync(() -> upload(connection, sent), run -> new Thread(run).start()));
            }
        }

        long pooled() throws Exception {
            awaitStandstill(sent);
            assertThat(sent.get()).as("held back").isLessThan(connections.size() * (32L << 20));
            return Http2BodiesIT.pooled();
        }

        void finishFirst() throws Exception {
            for (FrameConnection other : connections.subList(1, connections.size())) {
                other.close();
            }
            senders.get(0).get(60, TimeUnit.SECONDS);
            assertThat(connections.get(0).answer(1).body()).isEqualTo("taken");
        }

        void end() throws IOException {
            for (FrameConnection connection : connections) {
                connection.close();
            }
        }

        @Override
        public void close() throws IOException {
            end();
        }
    }

    /** Sends as much as the windows allow, as a client does. */
    private static void upload(FrameConnection connection, AtomicLong sent) {
        try {
            byte[] block = new byte[16_384];
            long room = 65_535;
            long connectionRoom = 65_535;
            for (long left = HUGE; left > 0; ) {
                int length = (int) Math.min(block.length, left);
                while (room < length || connectionRoom < length) {
                    Frame update = connection.next(FrameConnection.WINDOW_UPDATE);
                    if (update.stream() == 0) {
                        connectionRoom += update.number(0);
                    } else {
                        room += update.number(0);
                    }
                }
                left -= length;
                boolean isLast = left == 0;
                connection.frame(FrameConnection.DATA, isLast ? 1 : 0, 1, length == 16_384 ? block : new byte[length]);
                room -= length;
                connectionRoom -= length;
                sent.addAndGet(length);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_body_that_is_cut_upstream_is_never_whole_downstream() throws Exception {
        try (FrameConnection connection = connect()) {
            connection.headers(1, true, request("GET", "/cut"));
            Answer cut = connection.answer(1);
            assertThat(cut.body()).isEqualTo("first");
            assertThat(cut.isWhole()).isFalse();
            assertThat(cut.reset()).isEqualTo(2);
            connection.headers(3, true, request("GET", "/short"));
            assertThat(connection.answer(3).reset()).isEqualTo(2);
            connection.headers(5, true, request("GET", "/small"));
            assertThat(connection.answer(5).body()).as("the connection goes on").isEqualTo("small");
        }
    }

    @Test
    void a_logout_cuts_the_streams_of_the_session() throws Exception {
        try (FrameConnection connection = connect()) {
            connection.headers(1, true, request("GET", "/held"));
            assertThat(connection.next(FrameConnection.DATA).payload())
                    .asString()
                    .isEqualTo("first");
            assertThat(browser.post("/.tollgate/logout").statusCode()).isEqualTo(303);
            assertThat(connection.answer(1).reset()).isEqualTo(2);
            assertThat(cutSeen.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_client_that_resets_its_stream_ends_it_upstream() throws Exception {
        try (FrameConnection connection = connect()) {
            connection.headers(1, true, request("GET", "/held"));
            assertThat(connection.next(FrameConnection.DATA).payload())
                    .asString()
                    .isEqualTo("first");
            connection.frame(FrameConnection.RST_STREAM, 0, 1, (byte) 0, (byte) 0, (byte) 0, (byte) 8);
            assertThat(cutSeen.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_client_that_leaves_ends_its_streams_upstream() throws Exception {
        try (FrameConnection connection = connect()) {
            connection.headers(1, true, request("GET", "/held"));
            assertThat(connection.next(FrameConnection.DATA).payload())
                    .asString()
                    .isEqualTo("first");
            connection.vanish();
            assertThat(cutSeen.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void an_upload_nobody_reads_is_answered_then_reset_without_blame() throws Exception {
        try (FrameConnection connection = connect()) {
            String host = "localhost:" + rig.port();
            connection.headers(
                    1,
                    false,
                    ":method",
                    "POST",
                    ":scheme",
                    "https",
                    ":authority",
                    host,
                    ":path",
                    "/upload",
                    "content-length",
                    "100000000");
            for (int i = 0; i < 4; i++) {
                connection.frame(FrameConnection.DATA, 0, 1, new byte[16_000]);
            }
            Answer refused = connection.answer(1);
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.isWhole()).isTrue();
            Frame reset = connection.next(FrameConnection.RST_STREAM);
            assertThat(reset.number(0)).as("NO_ERROR").isZero();
            connection.frame(FrameConnection.DATA, 0, 1, new byte[1_000]); // It was on its way.
            connection.headers(3, false, request("POST", "/upload", "content-length", "400000000"));
            assertThat(connection.answer(3).status()).isEqualTo(413);
            connection.headers(5, true, request("GET", "/small"));
            assertThat(connection.answer(5).body()).isEqualTo("small");
        }
        assertThat(app.heads()).noneMatch(head -> head.contains("/upload"));
    }

    @Test
    void a_drain_says_goodbye_twice_and_finishes_what_is_under_way() throws Exception {
        try (FrameConnection connection = connect()) {
            connection.headers(1, true, request("GET", "/slow"));
            assertThat(connection.next(FrameConnection.DATA).payload())
                    .asString()
                    .isEqualTo("first");
            CompletableFuture<Void> closed = CompletableFuture.runAsync(rig::close);
            Frame first = connection.next(FrameConnection.GOAWAY);
            assertThat(first.number(0)).isEqualTo(Integer.MAX_VALUE);
            assertThat(first.number(4)).isZero();
            Frame ping = connection.next(FrameConnection.PING);
            connection.headers(3, true, request("GET", "/small"));
            connection.frame(FrameConnection.PING, 1, 0, ping.payload());
            Frame second = connection.next(FrameConnection.GOAWAY);
            assertThat(second.number(0)).as("the last that is served").isEqualTo(3);
            mayFinish.countDown();
            Answer answer = connection.answer(1);
            assertThat(answer.body()).isEqualTo("after");
            assertThat(answer.isWhole()).isTrue();
            closed.get(20, TimeUnit.SECONDS);
            assertThat(connection.next(FrameConnection.GOAWAY)).isNull();
        }
    }

    private static long pooled() {
        ByteBufAllocatorMetric metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
        return metric.usedDirectMemory() + metric.usedHeapMemory();
    }

    /** Until nothing moved for half a second. */
    private static void awaitStandstill(AtomicLong what) throws InterruptedException {
        long deadline = System.nanoTime() + GatewayRig.PATIENCE.toNanos();
        long last = -1;
        while (what.get() != last || last == 0) {
            assertThat(System.nanoTime()).as("it never stood still").isLessThan(deadline);
            last = what.get();
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }
}
