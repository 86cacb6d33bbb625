package io.tollgate.proxy.listener;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.config.TlsVersion;
import io.tollgate.proxy.tls.HandshakePool;
import io.tollgate.proxy.tls.MemoryClient;
import io.tollgate.proxy.tls.RawTlsClient;
import io.tollgate.proxy.tls.RawTlsClient.Opened;
import io.tollgate.proxy.tls.ServerTls;
import io.tollgate.proxy.tls.TestCertificates;
import io.tollgate.proxy.tls.TlsFixtures;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records after the handshake: those that may come are understood, all others end the connection with the right alert. */
class TlsRecordsIT {

    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int DATA = 23;
    private static final byte[] HELLO = "hello".getBytes(UTF_8);
    private static final byte UNEXPECTED_MESSAGE = 10;
    private static final byte BAD_RECORD_MAC = 20;
    private static final byte RECORD_OVERFLOW = 22;
    private static final byte HANDSHAKE_FAILURE = 40;
    private static final byte ILLEGAL_PARAMETER = 47;
    private static final byte DECODE_ERROR = 50;

    @TempDir
    Path directory;

    HandshakePool pool = new HandshakePool(1);
    TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(
                Io.EPOLL,
                TlsFixtures.tls(
                        List.of(new TestCertificates(directory).issued("a.example")),
                        TlsVersion.TLS_1_2,
                        pool,
                        ServerTls.HANDSHAKE));
    }

    @AfterEach
    void stop() {
        server.close();
        pool.close();
    }

    private RawTlsClient client(boolean isTls13) throws Exception {
        return new RawTlsClient(server.connect(), isTls13);
    }

    /** The connection has ended with this alert and says nothing more. */
    private static void assertEnded(RawTlsClient client, byte alert) throws Exception {
        Opened last = client.read();
        assertThat(last).isNotNull();
        assertThat(last.type()).isEqualTo(ALERT);
        assertThat(last.bytes()).containsExactly(2, alert);
        assertGone(client);
    }

    private static void assertGone(RawTlsClient client) {
        try {
            assertThat(client.socket().getInputStream().read()).isEqualTo(-1);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset"); // What came behind the broken record was not read.
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_record_may_come_byte_by_byte(boolean isTls13) throws Exception {
        try (RawTlsClient client = client(isTls13)) {
            for (byte each : client.sealed(DATA, HELLO, 0)) {
                client.sendRaw(new byte[] {each});
            }
            assertThat(client.readData(HELLO.length)).isEqualTo(HELLO);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void many_records_may_come_at_once_and_the_last_in_two_parts(boolean isTls13) throws Exception {
        byte[] sent = random(200_000);
        try (RawTlsClient client = client(isTls13)) {
            byte[] wire = new byte[0];
            for (int at = 0; at < sent.length; ) {
                int length = Math.min(sent.length - at, 1 + at % 16_384);
                wire = RawTlsClient.joined(
                        wire, client.sealed(DATA, java.util.Arrays.copyOfRange(sent, at, at + length), 0));
                at += length;
            }
            byte[] all = wire;
            Thread writer = new Thread(() -> {
                try {
                    client.sendRaw(java.util.Arrays.copyOf(all, all.length - 7));
                    client.sendRaw(java.util.Arrays.copyOfRange(all, all.length - 7, all.length));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            writer.start();
            assertThat(client.readData(sent.length)).isEqualTo(sent);
            writer.join();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_longest_record_is_read(boolean isTls13) throws Exception {
        byte[] sent = random(16_384);
        try (RawTlsClient client = client(isTls13)) {
            client.send(DATA, sent);
            assertThat(client.readData(sent.length)).isEqualTo(sent);
        }
    }

    @Test
    void padding_is_taken_off() throws Exception {
        try (RawTlsClient client = client(true)) {
            client.sendRaw(client.sealed(DATA, HELLO, 200));
            assertThat(client.readData(HELLO.length)).isEqualTo(HELLO);
            client.sendRaw(client.sealed(DATA, new byte[] {1, 0, 0}, 16_000)); // Zeros of the application stay.
            assertThat(client.readData(3)).containsExactly(1, 0, 0);
        }
    }

    @Test
    void a_record_of_padding_alone_ends_the_connection() throws Exception {
        try (RawTlsClient client = client(true)) {
            client.sendRaw(client.sealed(0, new byte[0], 30));
            assertEnded(client, UNEXPECTED_MESSAGE);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_changed_record_ends_the_connection(boolean isTls13) throws Exception {
        for (int at : new int[] {5, 14, 20, 30}) {
            try (RawTlsClient client = client(isTls13)) {
                byte[] record = client.sealed(DATA, random(40), 0);
                record[at] ^= 1;
                client.sendRaw(record);
                assertEnded(client, BAD_RECORD_MAC);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_came_before_a_changed_record_is_passed_on_and_nothing_after_it(boolean isTls13) throws Exception {
        try (RawTlsClient client = client(isTls13)) {
            byte[] good = client.sealed(DATA, HELLO, 0);
            byte[] bad = client.sealed(DATA, HELLO, 0);
            bad[bad.length - 1] ^= 1;
            byte[] after = client.sealed(DATA, HELLO, 0);
            client.sendRaw(RawTlsClient.joined(good, bad, after));
            Opened first = client.read();
            if (first.type() == DATA) { // Its answer and the alert race; the alert is said in any case.
                assertThat(first.bytes()).isEqualTo(HELLO);
                first = client.read();
            }
            assertThat(first.bytes()).containsExactly(2, BAD_RECORD_MAC);
            assertGone(client);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_record_that_comes_twice_ends_the_connection(boolean isTls13) throws Exception {
        try (RawTlsClient client = client(isTls13)) {
            byte[] record = client.sealed(DATA, HELLO, 0);
            client.sendRaw(record);
            assertThat(client.readData(HELLO.length)).isEqualTo(HELLO);
            client.sendRaw(record);
            assertEnded(client, BAD_RECORD_MAC);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_record_too_short_for_its_cipher_ends_the_connection(boolean isTls13) throws Exception {
        try (RawTlsClient client = client(isTls13)) {
            client.sendRaw(new byte[] {23, 3, 3, 0, 3, 1, 2, 3});
            assertEnded(client, BAD_RECORD_MAC);
        }
    }

    @Test
    void a_record_that_is_longer_than_allowed_ends_the_connection_before_it_has_come() throws Exception {
        try (RawTlsClient client = client(true)) {
            client.sendRaw(new byte[] {23, 3, 3, 0x41, 0x01}); // 2^14 + 257
            assertEnded(client, RECORD_OVERFLOW);
        }
        try (RawTlsClient client = client(false)) {
            client.sendRaw(new byte[] {23, 3, 3, 0x48, 0x01}); // 2^14 + 2049
            assertEnded(client, RECORD_OVERFLOW);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_record_that_holds_more_than_allowed_ends_the_connection(boolean isTls13) throws Exception {
        try (RawTlsClient client = client(isTls13)) {
            client.send(DATA, random(16_385));
            assertEnded(client, RECORD_OVERFLOW);
        }
    }

    @Test
    void nothing_unprotected_is_taken_after_the_handshake() throws Exception {
        for (byte[] plain : List.of(
                new byte[] {21, 3, 3, 0, 2, 1, 0}, new byte[] {20, 3, 3, 0, 1, 1}, new byte[] {22, 3, 3, 0, 1, 1})) {
            try (RawTlsClient client = client(true)) {
                client.sendRaw(plain);
                assertEnded(client, UNEXPECTED_MESSAGE);
            }
        }
    }

    @Test
    void what_is_no_record_ends_the_connection() throws Exception {
        for (boolean isTls13 : new boolean[] {true, false}) {
            for (byte[] plain : List.of("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8), new byte[] {23, 2, 3, 0, 40, 1})) {
                try (RawTlsClient client = client(isTls13)) {
                    client.sendRaw(plain);
                    assertEnded(client, UNEXPECTED_MESSAGE);
                }
            }
        }
    }

    @Test
    void types_that_may_not_come_end_the_connection() throws Exception {
        for (int type : new int[] {CHANGE_CIPHER_SPEC, 24, 99}) {
            try (RawTlsClient client = client(true)) {
                client.send(type, (byte) 1);
                assertEnded(client, UNEXPECTED_MESSAGE);
            }
        }
        try (RawTlsClient client = client(false)) {
            client.send(CHANGE_CIPHER_SPEC, (byte) 1);
            assertEnded(client, UNEXPECTED_MESSAGE);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void empty_records_are_skipped_and_a_flood_of_them_ends_the_connection(boolean isTls13) throws Exception {
        try (RawTlsClient client = client(isTls13)) {
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 30; i++) {
                    client.send(DATA);
                }
                client.send(DATA, HELLO);
                assertThat(client.readData(HELLO.length)).isEqualTo(HELLO);
            }
            for (int i = 0; i < 33; i++) {
                client.send(DATA);
            }
            assertEnded(client, UNEXPECTED_MESSAGE);
        }
    }

    // --- keys
    // -----------------------------------------------------------------------------------------------------------

    @Test
    void a_client_changes_its_key() throws Exception {
        try (RawTlsClient client = client(true)) {
            for (int i = 0; i < 5; i++) {
                client.send(HANDSHAKE, (byte) 24, (byte) 0, (byte) 0, (byte) 1, (byte) 0);
                client.updateSending();
                client.send(DATA, HELLO);
                assertThat(client.readData(HELLO.length)).isEqualTo(HELLO); // Ours has stayed.
            }
        }
    }

    @Test
    void a_client_asks_for_our_key_to_change_with_its_own() throws Exception {
        try (RawTlsClient client = client(true)) {
            for (int i = 0; i < 5; i++) {
                client.send(HANDSHAKE, (byte) 24, (byte) 0, (byte) 0, (byte) 1, (byte) 1);
                client.updateSending();
                Opened answer = client.read();
                assertThat(answer.type()).isEqualTo(HANDSHAKE);
                assertThat(answer.bytes()).containsExactly(24, 0, 0, 1, 0);
                client.updateReceiving();
                client.send(DATA, HELLO);
                assertThat(client.readData(HELLO.length)).isEqualTo(HELLO);
            }
        }
    }

    @Test
    void data_and_a_change_of_key_and_more_data_may_come_at_once() throws Exception {
        try (RawTlsClient client = client(true)) {
            byte[] before = client.sealed(DATA, HELLO, 0);
            byte[] half = client.sealed(HANDSHAKE, new byte[] {24, 0}, 0);
            byte[] rest = client.sealed(HANDSHAKE, new byte[] {0, 1, 0}, 0);
            client.updateSending();
            client.sendRaw(RawTlsClient.joined(before, half, rest, client.sealed(DATA, HELLO, 0)));
            assertThat(client.readData(10)).isEqualTo("hellohello".getBytes(UTF_8));
        }
    }

    @Test
    void a_key_that_was_given_up_is_no_longer_taken() throws Exception {
        try (RawTlsClient client = client(true)) {
            client.send(HANDSHAKE, (byte) 24, (byte) 0, (byte) 0, (byte) 1, (byte) 0);
            client.send(DATA, HELLO);
            assertEnded(client, BAD_RECORD_MAC);
        }
    }

    @Test
    void a_flood_of_key_updates_ends_the_connection() throws Exception {
        try (RawTlsClient client = client(true)) {
            for (int i = 0; i < 33; i++) {
                client.send(HANDSHAKE, (byte) 24, (byte) 0, (byte) 0, (byte) 1, (byte) 0);
                client.updateSending();
            }
            assertEnded(client, UNEXPECTED_MESSAGE);
        }
    }

    @Test
    void other_messages_than_a_key_update_end_the_connection() throws Exception {
        byte[][] messages = {
            {24, 0, 0, 1, 2}, // It asks for what is not there.
            {24, 0, 0, 2, 0}, // It has another length.
            {24, 0, 0, 1, 0, 0}, // Something is behind it, for which the key has changed.
            {1, 0, 0, 1, 0}, // A ClientHello.
            {20, 0, 0, 1, 0}, // A Finished.
            {}
        };
        byte[] alerts = {
            ILLEGAL_PARAMETER,
            ILLEGAL_PARAMETER,
            UNEXPECTED_MESSAGE,
            UNEXPECTED_MESSAGE,
            UNEXPECTED_MESSAGE,
            UNEXPECTED_MESSAGE
        };
        for (int i = 0; i < messages.length; i++) {
            try (RawTlsClient client = client(true)) {
                client.send(HANDSHAKE, messages[i]);
                assertEnded(client, alerts[i]);
            }
        }
    }

    @Test
    void a_message_in_two_records_is_not_interrupted() throws Exception {
        try (RawTlsClient client = client(true)) {
            client.send(HANDSHAKE, (byte) 24, (byte) 0);
            client.send(DATA, HELLO);
            assertEnded(client, UNEXPECTED_MESSAGE);
        }
    }

    @Test
    void renegotiation_is_refused() throws Exception {
        try (RawTlsClient client = client(false)) {
            client.send(DATA, HELLO);
            assertThat(client.readData(HELLO.length)).isEqualTo(HELLO);
            client.send(HANDSHAKE, (byte) 1, (byte) 0, (byte) 0, (byte) 0);
            assertEnded(client, HANDSHAKE_FAILURE);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void records_are_as_short_as_the_client_wants_them(boolean isTls13) throws Exception {
        byte[] sent = random(5_000);
        try (RawTlsClient client = new RawTlsClient(server.connect(), isTls13, 1)) {
            client.send(DATA, java.util.Arrays.copyOf(sent, 512));
            for (int at = 0; at < 512; ) {
                byte[] part = client.read().bytes();
                assertThat(part).hasSizeBetween(1, 512);
                at += part.length;
            }
            byte[] wire = new byte[0];
            for (int at = 0; at < sent.length; at += 500) {
                wire = RawTlsClient.joined(
                        wire, client.sealed(DATA, java.util.Arrays.copyOfRange(sent, at, at + 500), 0));
            }
            client.sendRaw(wire);
            for (int at = 0; at < sent.length; ) {
                byte[] part = client.read().bytes();
                assertThat(part).hasSizeBetween(1, 512);
                at += part.length;
            }
        }
    }

    // --- the end
    // --------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_close_notify_is_answered_and_what_follows_it_is_not_read(boolean isTls13) throws Exception {
        try (RawTlsClient client = client(isTls13)) {
            byte[] end = client.sealed(ALERT, new byte[] {1, 0}, 0);
            client.sendRaw(RawTlsClient.joined(end, client.sealed(DATA, HELLO, 0)));
            Opened last = client.read();
            assertThat(last.type()).isEqualTo(ALERT);
            assertThat(last.bytes()).containsExactly(1, 0);
            assertGone(client);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_end_without_close_notify_is_an_end(boolean isTls13) throws Exception {
        try (RawTlsClient client = client(isTls13)) {
            client.send(DATA, HELLO);
            assertThat(client.readData(HELLO.length)).isEqualTo(HELLO);
            client.sendRaw(new byte[] {23, 3, 3, 0, 40, 1, 2});
            client.socket().shutdownOutput();
            assertGone(client);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_fatal_alert_ends_the_connection_without_a_word(boolean isTls13) throws Exception {
        try (RawTlsClient client = client(isTls13)) {
            client.send(ALERT, (byte) 2, (byte) 40);
            assertGone(client);
        }
    }

    @Test
    void an_alert_is_two_bytes_long() throws Exception {
        for (boolean isTls13 : new boolean[] {true, false}) {
            try (RawTlsClient client = client(isTls13)) {
                client.send(ALERT, (byte) 1);
                assertEnded(client, DECODE_ERROR);
            }
        }
    }

    @Test
    void a_warning_is_no_end_in_tls_1_2_and_one_in_tls_1_3() throws Exception {
        try (RawTlsClient client = client(false)) {
            client.send(ALERT, (byte) 1, (byte) 112);
            client.send(DATA, HELLO);
            assertThat(client.readData(HELLO.length)).isEqualTo(HELLO);
        }
        try (RawTlsClient client = client(true)) {
            client.send(ALERT, (byte) 1, (byte) 112);
            assertGone(client);
        }
    }

    @Test
    void a_second_byte_under_the_same_number_is_never_sent() throws Exception {
        try (RawTlsClient client = client(true)) {
            for (int i = 0; i < 100; i++) {
                client.send(DATA, HELLO);
                client.readData(HELLO.length); // Each opens under the next number only.
            }
            client.send(DATA, HELLO);
            client.updateReceiving();
            assertThatThrownBy(client::read).isInstanceOf(javax.crypto.AEADBadTagException.class);
        }
    }

    @Test
    void thousands_of_records_that_mean_nothing_may_stand_before_the_end_of_a_handshake() throws Exception {
        byte[] nothing = {20, 3, 3, 0, 1, 1}; // RFC 8446 appendix D.4
        byte[] flood = new byte[20_000 * nothing.length];
        for (int i = 0; i < flood.length; i++) {
            flood[i] = nothing[i % nothing.length];
        }
        MemoryClient client = new MemoryClient.Maker().client("http/1.1", false);
        try (Socket socket = server.connect()) {
            socket.getOutputStream().write(client.output());
            byte[] answer = new byte[16_384];
            while (!client.isConnected()) {
                int length = socket.getInputStream().read(answer);
                assertThat(length).isPositive();
                client.input(Arrays.copyOf(answer, length));
            }
            socket.getOutputStream().write(flood);
            socket.getOutputStream().write(client.output());
            client.write(HELLO);
            socket.getOutputStream().write(client.output());
            byte[] read = new byte[0];
            while (read.length < HELLO.length) {
                int length = socket.getInputStream().read(answer);
                assertThat(length).isPositive();
                client.input(Arrays.copyOf(answer, length));
                read = RawTlsClient.joined(read, client.read());
            }
            assertThat(read).isEqualTo(HELLO);
        }
    }
}
