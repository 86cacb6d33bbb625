package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that can't read chunks gets a length, whatever the client sends; the others get what came. */
final class ChunkedRequestsIT {
    private final List<byte[]> bodies = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private ScriptedUpstream app;
    private GatewayRig rig;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream(this::answer);
        rig = GatewayRig.start(folder, """
            apps:
              old:
                upstream: { endpoints: ["http://127.0.0.1:%1$d"], chunked-requests: buffer }
                body: 8MB
                public: ["/old/**"]
              new:
                path: /new
                upstream: http://127.0.0.1:%1$d
                public: ["/**"]
            """.formatted(app.port()));
    }

    private void answer(String head, Socket socket) throws Exception {
        InputStream in = socket.getInputStream();
        int at = head.toLowerCase(Locale.ROOT).indexOf("\r\ncontent-length: ");
        byte[] body = at < 0
                ? new byte[0]
                : in.readNBytes(Integer.parseInt(head.substring(at + 18, head.indexOf('\r', at + 2))));
        bodies.add(body);
        ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
    }

    @AfterEach
    void stop() throws Exception {
        app.close();
        rig.close();
    }

    private RawConnection begin(String path) throws Exception {
        return new RawConnection(rig.trust(), rig.port())
                .send("POST " + path + " HTTP/1.1\r\nHost: localhost:" + rig.port()
                        + "\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void chunk(RawConnection raw, byte[] bytes) throws Exception {
        raw.send(Integer.toHexString(bytes.length) + "\r\n").send(bytes).send("\r\n");
    }

    private List<Path> spooled() {
        Path spool = rig.config().data().resolve("spool");
        if (!Files.isDirectory(spool)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(spool)) {
            return files.toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + GatewayRig.PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void a_small_body_gets_its_length() throws Exception {
        for (int length : new int[] {0, 1, 70_000}) {
            try (RawConnection raw = begin("/old/x")) {
                if (length > 0) {
                    chunk(raw, bytes(length));
                }
                assertThat(raw.send("0\r\nX-Trailer: 1\r\n\r\n").rest()).startsWith("HTTP/1.1 200");
            }
            String head = app.heads().get(app.heads().size() - 1);
            assertThat(head)
                    .contains("\r\nContent-Length: " + length + "\r\n")
                    .doesNotContainIgnoringCase("transfer-encoding");
            assertThat(bodies.get(bodies.size() - 1)).isEqualTo(bytes(length));
        }
        assertThat(spooled()).isEmpty();
    }

    @Test
    void a_stream_of_http_2_without_a_length_gets_one_too() throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(rig.trust())
                .version(HttpClient.Version.HTTP_2)
                .build();
        byte[] body = bytes(1_200_000);
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + rig.port() + "/old/x"))
                        .timeout(GatewayRig.PATIENCE)
                        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(app.heads().get(0)).containsOnlyOnce("Content-Length: 1200000");
        assertThat(bodies.get(0)).isEqualTo(body);
    }

    @Test
    void a_large_body_waits_in_a_file_that_nobody_can_read_and_is_gone_afterwards() throws Exception {
        byte[] body = bytes(3_000_000);
        System.arraycopy("PATIENT".repeat(1000).getBytes(StandardCharsets.US_ASCII), 0, body, 0, 7000);
        try (RawConnection raw = begin("/old/x")) {
            chunk(raw, body);
            await(() -> !spooled().isEmpty());
            Path file = spooled().get(0);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            await(() -> file.toFile().length() > 1_000_000);
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .doesNotContain("PATIENT");
            assertThat(app.heads()).isEmpty();
            assertThat(raw.send("0\r\n\r\n").rest()).startsWith("HTTP/1.1 200");
        }
        assertThat(app.heads().get(0)).contains("\r\nContent-Length: 3000000\r\n");
        assertThat(bodies.get(0)).isEqualTo(body);
        await(() -> spooled().isEmpty());
    }

    @Test
    void a_client_that_leaves_takes_its_file_along() throws Exception {
        try (RawConnection raw = begin("/old/x")) {
            chunk(raw, bytes(2_000_000));
            await(() -> !spooled().isEmpty());
        }
        await(() -> spooled().isEmpty());
        assertThat(app.heads()).isEmpty();
    }

    @Test
    void more_than_the_app_takes_is_refused_and_forgotten() throws Exception {
        try (RawConnection raw = begin("/old/x")) {
            chunk(raw, bytes(7_000_000));
            await(() -> !spooled().isEmpty());
            raw.send("200000\r\n");
            raw.send(bytes(1_500_000));
            assertThat(raw.head()).startsWith("HTTP/1.1 413");
        }
        await(() -> spooled().isEmpty());
        assertThat(app.heads()).isEmpty();
    }

    @Test
    void what_can_t_be_kept_is_told() throws Exception {
        Files.writeString(rig.config().data().resolve("spool"), "in the way of the folder");
        try (RawConnection raw = begin("/old/x")) {
            chunk(raw, bytes(1_500_000));
            String answer = raw.head();
            assertThat(answer)
                    .startsWith("HTTP/1.1 503")
                    .contains("spool.unavailable")
                    .containsIgnoringCase("Retry-After");
        }
        try (RawConnection raw = begin("/old/x")) {
            chunk(raw, bytes(10));
            assertThat(raw.send("0\r\n\r\n").rest()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void what_a_gateway_left_behind_is_deleted_when_the_next_one_starts() throws Exception {
        Path spool = Files.createDirectories(rig.config().data().resolve("spool"));
        Files.writeString(spool.resolve("1.spool"), "noise");
        rig.restart();
        assertThat(spooled()).isEmpty();
    }

    @Test
    void other_apps_get_chunks_as_chunks_and_everybody_gets_a_length_as_a_length() throws Exception {
        try (RawConnection raw = begin("/new/x")) {
            chunk(raw, bytes(10));
            assertThat(raw.send("0\r\n\r\n").rest()).startsWith("HTTP/1.1 200");
        }
        assertThat(app.heads().get(0)).contains("Transfer-Encoding: chunked").doesNotContain("Content-Length");
        for (String path : List.of("/old/x", "/new/x")) {
            try (RawConnection raw = new RawConnection(rig.trust(), rig.port())) {
                raw.send("POST " + path + " HTTP/1.1\r\nHost: localhost:" + rig.port()
                        + "\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
                assertThat(raw.rest()).startsWith("HTTP/1.1 200");
            }
            assertThat(app.heads().get(app.heads().size() - 1))
                    .containsOnlyOnce("Content-Length: 5")
                    .doesNotContainIgnoringCase("transfer-encoding");
        }
    }
}
