package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP makes a gateway read its file again, SIGTERM makes it end; neither loses a request that was sent. */
final class SignalsIT {
    private static final int CLIENTS = 8;

    @TempDir
    Path folder;

    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private ScriptedUpstream app;
    private GatewayRig rig;
    private ExecutorService threads;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream(SignalsIT::serve);
        rig = GatewayRig.start(folder, open("GET /echo/**"));
        rig.stop();
        threads = Executors.newCachedThreadPool();
    }

    @AfterEach
    void stop() throws Exception {
        isOver.set(true);
        threads.shutdownNow();
        app.close();
    }

    private String open(String what) {
        return """
            apps:
              desk: { upstream: "http://127.0.0.1:%d", public: ["%s"] }
            """.formatted(app.port(), what);
    }

    /** Says the last segment of the path, again and again. */
    private static void serve(String first, Socket socket) throws IOException {
        for (String head = first; !head.isEmpty(); head = ScriptedUpstream.head(socket.getInputStream())) {
            String path = head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP"));
            String said = path.substring(path.lastIndexOf('/') + 1);
            ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + said.length() + "\r\n\r\n" + said);
        }
    }

    @Test
    void sighup_takes_over_what_the_file_says_and_drops_nothing() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(rig.yaml())) {
            List<Future<Void>> clients = clients(gateway.port());
            for (int i = 0; i < 5; i++) {
                String path = "/more" + i + "/";
                rig.rewrite(open("GET /echo/**\", \"GET " + path + "**"));
                gateway.hangUp();
                awaitOpen(gateway.port(), path);
            }
            isOver.set(true);
            for (Future<Void> client : clients) {
                client.get(20, TimeUnit.SECONDS);
            }
            assertThat(gateway.end()).isZero();
        }
        assertThat(answered).hasValueGreaterThan(200);
    }

    /** A path that was not public is, once the file was taken over. */
    private void awaitOpen(int port, String path) throws Exception {
        long until = System.nanoTime() + GatewayRig.PATIENCE.toNanos();
        String head = "";
        while (!head.startsWith("HTTP/1.1 200")) {
            assertThat(System.nanoTime()).as(head).isLessThan(until);
            try (RawConnection connection = new RawConnection(rig.trust(), port)) {
                connection.send("GET " + path + "x HTTP/1.1\r\nHost: localhost\r\n\r\n");
                head = connection.head();
            }
        }
    }

    @Test
    void sigterm_answers_every_request_that_was_sent() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(rig.yaml())) {
            List<Future<Void>> clients = clients(gateway.port());
            while (answered.get() < 400) {
                Thread.onSpinWait();
            }
            assertThat(gateway.end()).isZero();
            for (Future<Void> client : clients) {
                client.get(20, TimeUnit.SECONDS);
            }
        }
    }

    private List<Future<Void>> clients(int port) {
        List<Future<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            Callable<Void> asking = () -> {
                ask(client, port);
                return null;
            };
            clients.add(threads.submit(asking));
        }
        return clients;
    }

    /** Asks on one connection until it is told that it closes, or until it is over. */
    private void ask(int client, int port) throws Exception {
        try (RawConnection connection = new RawConnection(rig.trust(), port)) {
            boolean isOpen = true;
            for (int i = 0; isOpen && !isOver.get(); i++) {
                String nonce = "n" + client + "x" + i;
                connection.send("GET /echo/" + nonce + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                String head = connection.head();
                assertThat(head).as(nonce).startsWith("HTTP/1.1 200");
                assertThat(connection.input().readNBytes(nonce.length()))
                        .asString()
                        .isEqualTo(nonce);
                answered.incrementAndGet();
                isOpen = !head.toLowerCase(Locale.ROOT).contains("connection: close");
            }
        }
    }
}
