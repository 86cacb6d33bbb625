package io.tollgate.proxy.listener;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.config.TlsEngine;
import io.tollgate.config.TlsVersion;
import io.tollgate.proxy.tls.HandshakePool;
import io.tollgate.proxy.tls.RawTlsClient;
import io.tollgate.proxy.tls.ServerTls;
import io.tollgate.proxy.tls.TestCertificates;
import io.tollgate.proxy.tls.TlsFixtures;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that want to be answered without end and say nothing, whichever engine they speak to. */
@ParameterizedClass
@EnumSource(TlsEngine.class)
class TlsFloodIT {
    private static final int HANDSHAKE = 22;
    private static final int DATA = 23;
    private static final int MANY = 2_000;

    @Parameter
    TlsEngine engine;

    @TempDir
    Path directory;

    final HandshakePool pool = new HandshakePool(1);
    TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(
                Io.EPOLL,
                TlsFixtures.tls(
                        engine,
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

    /** Sends it so often that the connection ends, or reads on to its end. */
    private static void flood(RawTlsClient client, Sending once) {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < MANY; i++) {
                        once.send();
                    }
                    client.socket().getInputStream().transferTo(OutputStream.nullOutputStream());
                    throw new EOFException();
                })
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
    }

    private interface Sending {
        void send() throws Exception;
    }

    @Test
    void who_asks_for_new_keys_without_end_is_not_answered_without_end() throws Exception {
        try (RawTlsClient client = new RawTlsClient(server.connect(), true)) {
            flood(client, () -> {
                client.send(HANDSHAKE, (byte) 24, (byte) 0, (byte) 0, (byte) 1, (byte) 1);
                client.updateSending();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void records_that_hold_nothing_do_not_come_without_end(boolean isTls13) throws Exception {
        try (RawTlsClient client = new RawTlsClient(server.connect(), isTls13)) {
            flood(client, () -> client.send(DATA));
        }
    }
}
