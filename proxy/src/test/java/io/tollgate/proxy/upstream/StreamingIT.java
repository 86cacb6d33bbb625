package io.tollgate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.epoll.Epoll;
import io.tollgate.proxy.upstream.Rig.Peer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies stream both ways, each side read as fast as the other takes. */
@Timeout(120)
@SuppressWarnings("StringConcatToTextBlock") // What is on the wire ends its lines in CRLF.
final class StreamingIT {
    private static final byte[] BLOCK = new byte[64 * 1024];

    /** Who stall at once: the allocator takes memory by chunks of about a megabyte, whoever needs some of it. */
    private static final int STALLED = 8;

    private static long pooled() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    @Test
    void a_reader_that_stalls_holds_up_the_upstream_and_costs_little() throws Exception {
        for (boolean isEpoll : kinds()) {
            for (String framing :
                    List.of("Content-Length: 1073741824", "Transfer-Encoding: chunked", "Connection: close")) {
                AtomicLong written = new AtomicLong();
                try (ScriptedApp app = new ScriptedApp(connection -> {
                            int blocks = connection.request().contains("/warm") ? 64 : 16_384;
                            String head = framing.replace("1073741824", "" + (long) blocks * BLOCK.length);
                            connection.send("HTTP/1.1 200 OK\r\n" + head + "\r\n\r\n");
                            for (int i = 0; i < blocks; i++) {
                                if (framing.startsWith("Transfer")) {
                                    connection.send("10000\r\n");
                                }
                                connection.out.write(BLOCK);
                                written.addAndGet(BLOCK.length);
                                if (framing.startsWith("Transfer")) {
                                    connection.send("\r\n");
                                }
                            }
                            connection.send(framing.startsWith("Transfer") ? "0\r\n\r\n" : "");
                        });
                        Rig rig = new Rig(app, STALLED, 1 << 20, isEpoll)) {
                    warmUp(rig);
                    long before = pooled();
                    for (int i = 0; i < STALLED; i++) {
                        Peer peer = rig.connect();
                        peer.socket.setReceiveBufferSize(65536);
                        peer.get("/large").until("\r\n\r\n");
                    }
                    assertThat(most(before)).as(framing).isLessThan(STALLED << 20);
                    assertThat(written.get()).as(framing).isLessThan(STALLED * (64L << 20));
                }
            }
        }
    }

    /** What an allocator keeps for each event loop is not what one stalled reader costs. */
    private static void warmUp(Rig rig) throws IOException {
        for (int i = 0; i < 4; i++) {
            try (Peer peer = rig.connect()) {
                peer.send("GET /warm HTTP/1.1\r\nHost: gw.test\r\nConnection: close\r\n\r\n");
                peer.in.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    private static void warmUpBySending(Rig rig) throws IOException {
        for (int i = 0; i < 4; i++) {
            try (Peer peer = rig.connect()) {
                peer.send("POST /warm HTTP/1.1\r\nHost: gw.test\r\nConnection: close\r\nContent-Length: "
                        + 64 * BLOCK.length + "\r\n\r\n");
                for (int block = 0; block < 64; block++) {
                    peer.socket.getOutputStream().write(BLOCK);
                }
                peer.in.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    @Test
    void an_application_that_stalls_holds_up_the_client_and_costs_little() throws Exception {
        for (boolean isEpoll : kinds()) {
            try (ScriptedApp app = new ScriptedApp(connection -> {
                        if (connection.head().contains("/warm")) {
                            connection.in.readNBytes(64 * BLOCK.length);
                            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                            return;
                        }
                        try {
                            TimeUnit.SECONDS.sleep(3);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
                    Rig rig = new Rig(app, STALLED, 1L << 40, isEpoll)) {
                warmUpBySending(rig);
                long before = pooled();
                AtomicLong written = new AtomicLong();
                for (int i = 0; i < STALLED; i++) {
                    Peer peer = rig.connect();
                    peer.send("POST /large HTTP/1.1\r\nHost: gw.test\r\nContent-Length: 1073741824\r\n\r\n");
                    Thread sender = new Thread(() -> sendForEver(peer, written));
                    sender.setDaemon(true);
                    sender.start();
                }
                assertThat(most(before)).isLessThan(STALLED << 20);
                assertThat(written.get()).isBetween(1L, STALLED * (64L << 20));
            }
        }
    }

    private static void sendForEver(Peer peer, AtomicLong written) {
        try {
            while (true) {
                peer.socket.getOutputStream().write(BLOCK);
                written.addAndGet(BLOCK.length);
            }
        } catch (IOException e) {
            // Cut, in the end.
        }
    }

    /** The most that was taken from the system beyond this, over a second. */
    private static long most(long before) throws InterruptedException {
        long most = 0;
        for (int i = 0; i < 40; i++) {
            TimeUnit.MILLISECONDS.sleep(25);
            most = Math.max(most, pooled() - before);
        }
        return most;
    }

    @Test
    void every_byte_of_a_large_body_arrives_both_ways_in_order() throws Exception {
        int size = 30 << 20;
        for (boolean isEpoll : kinds()) {
            try (ScriptedApp app = new ScriptedApp(connection -> {
                        connection.head();
                        connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                        byte[] block = new byte[10_007];
                        long left = size;
                        while (left > 0) {
                            int n = connection.in.readNBytes(block, 0, (int) Math.min(block.length, left));
                            left -= n;
                            connection.send(Integer.toHexString(n) + "\r\n");
                            connection.out.write(block, 0, n);
                            connection.send("\r\n");
                        }
                        connection.send("0\r\n\r\n");
                    });
                    Rig rig = new Rig(app, 4, 1L << 40, isEpoll);
                    Peer peer = rig.connect()) {
                peer.send("POST /echo HTTP/1.1\r\nHost: gw.test\r\nContent-Length: " + size + "\r\n\r\n");
                Thread sender = new Thread(() -> {
                    try {
                        byte[] block = new byte[1 << 20];
                        for (int sent = 0; sent < size; sent += block.length) {
                            for (int i = 0; i < block.length; i++) {
                                block[i] = at(sent + i);
                            }
                            peer.socket.getOutputStream().write(block);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                sender.start();
                assertThat(peer.until("\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
                assertThat(unchunked(new BufferedInputStream(peer.in, 1 << 16))).isEqualTo(size);
                sender.join();
            }
        }
    }

    /** Reads a chunked body and checks each byte of it; gives its length. */
    private static int unchunked(InputStream in) throws IOException {
        int at = 0;
        while (true) {
            int size = 0;
            for (int b = in.read(); b != '\r'; b = in.read()) {
                size = size * 16 + Character.digit(b, 16);
            }
            in.read();
            if (size == 0) {
                return at;
            }
            byte[] chunk = in.readNBytes(size);
            for (byte b : chunk) {
                if (b != at(at)) {
                    throw new AssertionError("byte " + at);
                }
                at++;
            }
            in.readNBytes(2);
        }
    }

    private static byte at(int index) {
        return (byte) (index * 31 + (index >> 8));
    }

    private static List<Boolean> kinds() {
        List<Boolean> kinds = new ArrayList<>(List.of(false));
        if (Epoll.isAvailable()) {
            kinds.add(true);
        }
        return kinds;
    }
}
