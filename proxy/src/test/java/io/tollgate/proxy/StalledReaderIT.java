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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** 200 MB towards somebody who stops reading: held back at their source, and whole once they read on. */
@Timeout(180)
final class StalledReaderIT {
    private static final int SIZE = 200_000_000;
    private static final int AT_ONCE = 16;
    private static final String ANN = "ann@clinic.example";

    @TempDir
    Path folder;

    private final byte[] block = new byte[50_000];
    private final AtomicLong written = new AtomicLong();
    private final AtomicInteger uploads = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    private final CountDownLatch readOn = new CountDownLatch(1);
    private ScriptedUpstream app;
    private GatewayRig rig;
    private Browser browser;

    @BeforeEach
    void start() throws Exception {
        new Random(5).nextBytes(block);
        app = new ScriptedUpstream(this::serve);
        rig = GatewayRig.start(folder, """
            apps:
              desk:
                upstream: { endpoints: ["http://127.0.0.1:%d"], timeouts: { head: 5m } }
                body: 300MiB
                access:
                  biller: { allow: ["/**"] }
            """.formatted(app.port()));
        rig.user(ANN, "biller");
        browser = rig.browser();
        assertThat(browser.login(ANN).statusCode()).isEqualTo(303);
    }

    @AfterEach
    void stop() throws Exception {
        readOn.countDown();
        app.close();
        rig.close();
    }

    private void serve(String head, Socket socket) throws Exception {
        if (head.startsWith("GET")) {
            ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
            write(socket.getOutputStream());
            return;
        }
        uploads.incrementAndGet();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        read(socket.getInputStream(), digest, 1_000_000);
        readOn.await();
        read(socket.getInputStream(), digest, SIZE - 1_000_000);
        ScriptedUpstream.say(
                socket,
                "HTTP/1.1 200 OK\r\nContent-Length: 64\r\nConnection: close\r\n\r\n"
                        + HexFormat.of().formatHex(digest.digest()));
    }

    private void write(OutputStream out) throws IOException {
        for (int sent = 0; sent < SIZE; sent += block.length) {
            out.write(block);
            written.addAndGet(block.length);
        }
        out.flush();
    }

    private static void read(InputStream in, MessageDigest digest, int count) throws IOException {
        byte[] part = new byte[64 * 1024];
        int left = count;
        while (left > 0) {
            int n = in.read(part, 0, Math.min(part.length, left));
            if (n < 0) {
                throw new IOException(left + " bytes are missing");
            }
            digest.update(part, 0, n);
            left -= n;
        }
    }

    private String hash() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int sent = 0; sent < SIZE; sent += block.length) {
            digest.update(block);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Test
    void a_client_that_stalls_costs_less_than_a_megabyte_and_gets_all_in_the_end() throws Exception {
        List<RawConnection> readers = new ArrayList<>();
        try {
            open(readers, AT_ONCE); // What an allocator keeps for each event loop is not what one stalled reader costs.
            standstill();
            long before = pooled();
            open(readers, AT_ONCE);
            standstill();
            assertThat((pooled() - before) / AT_ONCE).isLessThan(1 << 20);
            assertThat(written.get()).as("held back").isLessThan(2L * AT_ONCE * 20_000_000);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            read(readers.get(0).input(), digest, SIZE);
            assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(hash());
        } finally {
            close(readers);
        }
    }

    private void open(List<RawConnection> readers, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            RawConnection reader = new RawConnection(rig.trust(), rig.port());
            readers.add(reader);
            reader.send("GET /large HTTP/1.1\r\n" + fields() + "\r\n");
            assertThat(reader.head()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void an_application_that_stalls_costs_less_than_a_megabyte_and_gets_all_in_the_end() throws Exception {
        List<Socket> below = new ArrayList<>();
        try {
            SSLSocket first = upload(below, AT_ONCE);
            standstill();
            long before = pooled();
            upload(below, AT_ONCE);
            standstill();
            assertThat((pooled() - before) / AT_ONCE).isLessThan(1 << 20);
            assertThat(written.get()).as("held back").isLessThan(2L * AT_ONCE * 20_000_000);
            close(below.subList(1, below.size()));
            readOn.countDown();
            assertThat(new String(first.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith(hash());
        } finally {
            close(below);
        }
    }

    /** Begins uploads on sockets that a test can close while they are written to; gives the first. */
    private SSLSocket upload(List<Socket> below, int count) throws Exception {
        int until = uploads.get() + count;
        SSLSocket first = null;
        for (int i = 0; i < count; i++) {
            Socket plain = new Socket(InetAddress.getLoopbackAddress(), rig.port());
            below.add(plain);
            SSLSocket sender =
                    (SSLSocket) rig.trust().getSocketFactory().createSocket(plain, "localhost", rig.port(), true);
            String head =
                    "PUT /large HTTP/1.1\r\n" + fields() + "Connection: close\r\nContent-Length: " + SIZE + "\r\n\r\n";
            sender.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            Thread writing = new Thread(() -> writeAll(sender), "sender");
            writing.setDaemon(true);
            writing.start();
            first = first == null ? sender : first;
        }
        long deadline = System.nanoTime() + GatewayRig.PATIENCE.toNanos();
        while (uploads.get() < until) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return Objects.requireNonNull(first);
    }

    private void writeAll(SSLSocket sender) {
        try {
            write(sender.getOutputStream());
        } catch (IOException e) {
            cut.incrementAndGet(); // Closed by the test: only the first is sent to its end.
        }
    }

    private String fields() {
        return "Host: localhost:" + rig.port() + "\r\nSec-Fetch-Site: same-origin\r\nCookie: " + browser.cookie()
                + "\r\n";
    }

    private static void close(List<? extends AutoCloseable> connections) throws Exception {
        for (AutoCloseable connection : connections) {
            connection.close();
        }
    }

    private static long pooled() {
        ByteBufAllocatorMetric metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
        return metric.usedDirectMemory() + metric.usedHeapMemory();
    }

    /** Until nobody could write anything for half a second. */
    private void standstill() throws InterruptedException {
        long deadline = System.nanoTime() + GatewayRig.PATIENCE.toNanos();
        long last = -1;
        while (written.get() != last) {
            assertThat(System.nanoTime()).as("it never stood still").isLessThan(deadline);
            last = written.get();
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }
}
