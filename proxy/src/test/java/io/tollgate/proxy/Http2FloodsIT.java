package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.FrameConnection.Answer;
import io.tollgate.proxy.FrameConnection.Frame;
import java.io.ByteArrayOutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever sends what costs us more than it costs them is told to calm down, and is gone. */
@Timeout(120)
final class Http2FloodsIT {
    private static final int CALM = 11;
    private static final byte[] NUMBER = {0, 0, 0, 8};

    @TempDir
    Path folder;

    private final AtomicInteger requests = new AtomicInteger();
    private ScriptedUpstream app;
    private GatewayRig rig;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream((head, socket) -> {
            requests.incrementAndGet();
            socket.getInputStream().read();
        });
        rig = GatewayRig.start(folder, """
            apps:
              desk:
                upstream: { endpoints: ["http://127.0.0.1:%d"], max-connections: 300 }
                public: ["/**"]
                access: { biller: { allow: ["/**"] } }
            """.formatted(app.port()));
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        app.close();
    }

    /** Writes a frame of a flood. */
    @FunctionalInterface
    private interface Flood {
        void write(FrameConnection connection, int number) throws Exception;
    }

    /** Sends so many of them and expects to be sent away on the way. */
    private void isTooMuch(int frames, Flood flood) throws Exception {
        try (FrameConnection connection = new FrameConnection(rig.trust(), rig.port())) {
            try {
                for (int i = 0; i < frames; i++) {
                    flood.write(connection, i);
                }
            } catch (SocketException | SSLException e) {
                // Closed already: what it said is there to be read, or was overtaken by the close.
            }
            Frame told = connection.next(FrameConnection.GOAWAY);
            assertThat(told).isNotNull();
            assertThat(told.number(4)).isEqualTo(CALM);
            assertThat(told.payload()).as("no text").hasSize(8);
            assertThat(connection.next(FrameConnection.DATA))
                    .as("and it is over")
                    .isNull();
        }
        isServing();
    }

    private void isServing() throws Exception {
        try (FrameConnection other = new FrameConnection(rig.trust(), rig.port())) {
            other.headers(1, true, request("GET", "/.tollgate/login"));
            assertThat(other.answer(1).status()).isEqualTo(200);
        }
    }

    private String[] request(String method, String path) {
        return new String[] {
            ":method", method, ":scheme", "https", ":authority", "localhost:" + rig.port(), ":path", path
        };
    }

    @Test
    void rapid_reset_counts_cancel_too() throws Exception {
        isTooMuch(250, (connection, i) -> {
            connection.headers(2 * i + 1, true, request("GET", "/a"));
            connection.frame(FrameConnection.RST_STREAM, 0, 2 * i + 1, NUMBER);
        });
        assertThat(requests.get()).isLessThan(202);
    }

    @Test
    void who_makes_us_reset_streams_is_counted_the_same() throws Exception {
        isTooMuch(250, (connection, i) -> {
            connection.headers(2 * i + 1, true, request("GET", "/a"));
            connection.frame(FrameConnection.WINDOW_UPDATE, 0, 2 * i + 1, new byte[4]);
        });
        isTooMuch(250, (connection, i) -> connection.headers(2 * i + 1, true, "x", "y"));
        isTooMuch(250, (connection, i) -> {
            connection.headers(2 * i + 1, true, request("GET", "/a"));
            connection.data(2 * i + 1, true, "more");
        });
    }

    @Test
    void settings_pings_priorities_and_windows_have_their_limits() throws Exception {
        isTooMuch(100, (connection, i) -> connection.frame(FrameConnection.SETTINGS, 0, 0));
        isTooMuch(300, (connection, i) -> connection.frame(FrameConnection.PING, 0, 0, new byte[8]));
        isTooMuch(
                1_200,
                (connection, i) ->
                        connection.frame(FrameConnection.PRIORITY, 0, 2 * i + 1, new byte[] {0, 0, 0, 0, 7}));
        isTooMuch(5_000, (connection, i) -> connection.frame(FrameConnection.WINDOW_UPDATE, 0, 0, NUMBER));
        isTooMuch(200, (connection, i) -> connection.frame(0x42, 0, 0, NUMBER));
    }

    @Test
    void frames_that_say_nothing_have_a_limit() throws Exception {
        isTooMuch(200, (connection, i) -> {
            if (i == 0) {
                connection.headers(1, false, request("POST", "/a"));
            }
            connection.frame(FrameConnection.DATA, 0, 1);
        });
    }

    @Test
    void continuations_have_a_limit() throws Exception {
        isTooMuch(30, (connection, i) -> {
            int type = i == 0 ? FrameConnection.HEADERS : FrameConnection.CONTINUATION;
            connection.frame(type, 0, 1, FrameConnection.section("x-" + i, "1"));
        });
    }

    @Test
    void a_bomb_of_header_fields_is_not_even_kept() throws Exception {
        try (FrameConnection connection = new FrameConnection(rig.trust(), rig.port())) {
            ByteArrayOutputStream bomb = new ByteArrayOutputStream();
            byte[] field = FrameConnection.section("x-bomb", "b".repeat(4_000));
            field[0] = 0x40; // Kept in the table, then named by one byte each time.
            bomb.writeBytes(field);
            for (int i = 0; i < 12_000; i++) {
                bomb.write(0x80 | 62);
            }
            connection.frame(FrameConnection.HEADERS, 5, 1, bomb.toByteArray());
            assertThat(connection.answer(1).status()).isEqualTo(431);
            connection.headers(3, true, request("GET", "/.tollgate/login"));
            assertThat(connection.answer(3).status()).isEqualTo(200);
        }
    }

    @Test
    void a_hundred_streams_at_a_time_and_no_more() throws Exception {
        try (FrameConnection connection = new FrameConnection(rig.trust(), rig.port())) {
            for (int i = 0; i < 101; i++) {
                connection.headers(2 * i + 1, true, request("GET", "/a"));
            }
            Answer refused = connection.answer(201);
            assertThat(refused.reset()).as("refused, to be tried again").isEqualTo(7);
        }
    }

    @Test
    void whoever_sends_nonsense_is_sent_away() throws Exception {
        byte[][] nonsense = {
            FrameConnection.bytes(FrameConnection.DATA, 0, 0, NUMBER),
            FrameConnection.bytes(FrameConnection.HEADERS, 5, 2, FrameConnection.section(":method", "GET")),
            FrameConnection.bytes(FrameConnection.HEADERS, 5, 1, (byte) 0xff, (byte) 0xff),
            FrameConnection.bytes(FrameConnection.DATA, 0, 1, new byte[20_000]),
            FrameConnection.bytes(FrameConnection.WINDOW_UPDATE, 0, 0, new byte[4]),
            "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
        };
        for (byte[] bytes : nonsense) {
            try (FrameConnection connection = new FrameConnection(rig.trust(), rig.port())) {
                connection.send(bytes);
                assertThat(connection.next(FrameConnection.GOAWAY)).isNotNull();
                assertThat(connection.next()).isNull();
            }
        }
        isServing();
        assertThat(requests.get()).isZero();
    }
}
