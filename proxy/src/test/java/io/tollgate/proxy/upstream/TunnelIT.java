package io.tollgate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.http.TestKernel;
import io.tollgate.proxy.upstream.Rig.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A change of protocol that both sides want becomes a tunnel; any other is a request like others. */
@Timeout(60)
@SuppressWarnings("StringConcatToTextBlock") // What is on the wire ends its lines in CRLF.
final class TunnelIT {
    private static final String UPGRADE = "GET /ws HTTP/1.1\r\nHost: gw.test\r\nConnection: keep-alive, Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    private static final String SWITCHING = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n";

    private static ScriptedApp echoing() throws Exception {
        return new ScriptedApp(connection -> {
            connection.head();
            connection.send(SWITCHING + "hello ");
            for (int b = connection.in.read(); b >= 0 && b != '!'; b = connection.in.read()) {
                connection.out.write(b);
                connection.out.flush();
            }
            connection.send("bye");
        });
    }

    @Test
    void bytes_pass_both_ways_until_one_side_ends_it() throws Exception {
        try (ScriptedApp app = echoing();
                Rig rig = new Rig(app);
                Peer peer = rig.connect().send(UPGRADE + "early")) {
            assertThat(peer.until("early"))
                    .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
                    .contains("pgrade: websocket\r\n", "Connection: Upgrade\r\n", "Sec-WebSocket-Accept: x\r\n")
                    .endsWith("\r\n\r\nhello early");
            assertThat(app.heads.get(0)).contains("Connection: Upgrade\r\nUpgrade: websocket\r\n");
            String large = "x".repeat(1_000_000);
            Thread sender = new Thread(() -> {
                try {
                    peer.send(large + "!");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            sender.start();
            String echoed = peer.all();
            assertThat(echoed).endsWith("xbye<EOF>").hasSize(large.length() + 8);
            sender.join();
            ForwardingIT.await(() -> rig.test.outcomes.size() == 1);
            ForwardingIT.await(() -> rig.forwarder.open("billing") == 0);
            assertThat(rig.test.outcomes.get(0).status()).isEqualTo(101);
            assertThat(rig.test.outcomes.get(0).fault()).isNull();
        }
    }

    @Test
    void a_tunnel_may_be_quiet_for_longer_than_an_answer_may_take() throws Exception {
        try (ScriptedApp app = echoing();
                Rig rig = new Rig(app)) {
            URI endpoint = URI.create("http://127.0.0.1:" + app.port());
            rig.forwarder.configured(List.of(TestKernel.app(endpoint, 4, 1000, Duration.ofMillis(300))));
            try (Peer peer = rig.connect().send(UPGRADE)) {
                peer.until("hello ");
                TimeUnit.MILLISECONDS.sleep(1500);
                assertThat(peer.send("still").until("still")).isEqualTo("still");
            }
        }
    }

    @Test
    void a_client_that_leaves_ends_the_tunnel_upstream() throws Exception {
        try (ScriptedApp app = echoing();
                Rig rig = new Rig(app)) {
            try (Peer peer = rig.connect().send(UPGRADE)) {
                peer.until("hello");
            }
            ForwardingIT.await(() -> rig.forwarder.open("billing") == 0);
            assertThat(rig.test.outcomes).hasSize(1);
        }
    }

    @Test
    void the_last_words_of_a_client_arrive_although_there_was_no_room_for_them() throws Exception {
        int size = 6_000_000;
        CountDownLatch left = new CountDownLatch(1);
        AtomicInteger arrived = new AtomicInteger(-1);
        try (ScriptedApp app = new ScriptedApp(connection -> {
                    connection.head();
                    connection.send(SWITCHING);
                    ForwardingIT.awaited(left);
                    arrived.set(connection.in.readAllBytes().length);
                });
                Rig rig = new Rig(app)) {
            try (Peer peer = rig.connect().send(UPGRADE)) {
                peer.until("\r\n\r\n");
                CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                    try {
                        peer.send("x".repeat(size));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                try {
                    sent.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    left.countDown(); // The kernel has less room here: read on, so that all of it can be sent.
                }
                sent.get(20, TimeUnit.SECONDS);
            }
            TimeUnit.MILLISECONDS.sleep(300);
            left.countDown();
            ForwardingIT.await(() -> arrived.get() >= 0);
            assertThat(arrived).hasValue(size);
            ForwardingIT.await(() -> rig.forwarder.open("billing") == 0);
        }
    }

    @Test
    void a_tunnel_is_cut_at_once_when_its_session_changes() throws Exception {
        try (ScriptedApp app = echoing();
                Rig rig = new Rig(app);
                Peer peer = rig.connect().send(UPGRADE)) {
            peer.until("hello");
            long start = System.nanoTime();
            rig.scopes.cut(exchange -> true, "session.changed");
            assertThat(peer.all()).endsWith("<RESET>");
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
            ForwardingIT.await(() -> rig.forwarder.open("billing") == 0);
            assertThat(rig.test.outcomes.get(0).fault()).isEqualTo("session.changed");
        }
    }

    @Test
    void a_refused_upgrade_passes_as_it_is() throws Exception {
        try (ScriptedApp app = new ScriptedApp(
                        ScriptedApp.always("HTTP/1.1 403 Forbidden\r\nX-Why: no\r\nContent-Length: 2\r\n\r\nno"));
                Rig rig = new Rig(app);
                Peer peer = rig.connect()) {
            assertThat(peer.send(UPGRADE).until("\r\n\r\nno"))
                    .isEqualTo("HTTP/1.1 403 Forbidden\r\nX-Why: no\r\nContent-Length: 2\r\n\r\nno");
            peer.get("/next").until("\r\n\r\nno");
            assertThat(app.connections).hasValue(1);
        }
    }

    @Test
    void an_improper_upgrade_is_a_request_like_others() throws Exception {
        try (ScriptedApp app = new ScriptedApp(ScriptedApp.always("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"));
                Rig rig = new Rig(app);
                Peer peer = rig.connect()) {
            for (String wrong : new String[] {
                UPGRADE.replace("GET", "POST"),
                UPGRADE.replace("Version: 13", "Version: 777"),
                UPGRADE.replace("websocket", "other"),
                UPGRADE.replace("keep-alive, Upgrade", "keep-alive"),
                UPGRADE.replace("dGhlIHNhbXBsZSBub25jZQ==", "short"),
            }) {
                peer.send(wrong).until("hi");
                assertThat(app.heads.get(app.heads.size() - 1))
                        .doesNotContain("Upgrade:")
                        .doesNotContain("Connection");
            }
            assertThat(app.connections).hasValue(1);
        }
    }
}
