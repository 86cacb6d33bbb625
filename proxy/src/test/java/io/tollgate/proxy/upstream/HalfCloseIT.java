package io.tollgate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.tollgate.proxy.upstream.Rig.Peer;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that close their own side after what they had to say, as old ones do, and those that are gone altogether. */
@Timeout(60)
@SuppressWarnings("StringConcatToTextBlock") // What is on the wire ends its lines in CRLF.
final class HalfCloseIT {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    private static final String LAST = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi<EOF>";
    private static final String GET = "GET /a HTTP/1.1\r\nHost: gw.test\r\n\r\n";

    private final CountDownLatch mayAnswer = new CountDownLatch(1);

    private ScriptedApp app() throws IOException {
        return new ScriptedApp(connection -> {
            while (connection.request() != null) {
                ForwardingIT.awaited(mayAnswer);
                connection.send(OK);
            }
        });
    }

    @Test
    void a_client_that_sends_no_more_gets_the_answer_to_what_it_sent() throws Exception {
        for (boolean isEpoll : new boolean[] {false, Epoll.isAvailable()}) {
            try (ScriptedApp app = app();
                    Rig rig = new Rig(app, 4, 1 << 20, isEpoll);
                    Peer peer = rig.connect().send(GET)) {
                peer.socket.shutdownOutput();
                ForwardingIT.await(() -> !app.heads.isEmpty());
                TimeUnit.MILLISECONDS.sleep(200);
                mayAnswer.countDown();
                assertThat(peer.all()).isEqualTo(LAST);
                ForwardingIT.await(() -> rig.test.outcomes.size() == 1);
                assertThat(rig.test.outcomes.get(0).fault()).isNull();
            }
        }
    }

    @Test
    void everything_it_sent_whole_is_answered_in_order() throws Exception {
        mayAnswer.countDown();
        for (boolean isEpoll : new boolean[] {false, Epoll.isAvailable()}) {
            try (ScriptedApp app = app();
                    Rig rig = new Rig(app, 4, 1 << 20, isEpoll);
                    Peer peer = rig.connect()) {
                String chunks = "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n";
                peer.send(GET + "POST /b HTTP/1.1\r\nHost: gw.test\r\n" + chunks + GET);
                peer.socket.shutdownOutput();
                assertThat(peer.all()).isIn(OK + OK + LAST, OK + OK + OK + "<EOF>");
                assertThat(app.heads).hasSize(3);
                assertThat(app.bodies).containsExactly("2\r\nab\r\n0\r\n\r\n");
            }
        }
    }

    @Test
    void a_body_that_is_cut_short_is_never_completed() throws Exception {
        for (boolean isEpoll : new boolean[] {false, Epoll.isAvailable()}) {
            try (ScriptedApp app = app();
                    Rig rig = new Rig(app, 4, 1 << 20, isEpoll);
                    Peer peer = rig.connect()) {
                peer.send("POST /b HTTP/1.1\r\nHost: gw.test\r\nContent-Length: 10\r\n\r\nhello");
                peer.socket.shutdownOutput();
                assertThat(peer.all()).isIn("<EOF>", "<RESET>");
                ForwardingIT.await(() -> rig.test.outcomes.size() == 1);
                assertThat(rig.test.outcomes.get(0).fault()).isEqualTo("downstream.gone");
                ForwardingIT.await(() -> rig.forwarder.open("billing") == 0);
                assertThat(app.bodies).allSatisfy(body -> assertThat(body).startsWith("CUT"));
            }
        }
    }

    @Test
    void one_that_asked_for_nothing_is_closed() throws Exception {
        try (ScriptedApp app = app();
                Rig rig = new Rig(app);
                Peer nothing = rig.connect();
                Peer half = rig.connect().send("GET / HTTP/1.1\r\nHos")) {
            nothing.socket.shutdownOutput();
            half.socket.shutdownOutput();
            assertThat(nothing.all()).isEqualTo("<EOF>");
            assertThat(half.all()).isEqualTo("<EOF>");
            assertThat(app.heads).isEmpty();
        }
    }
}
