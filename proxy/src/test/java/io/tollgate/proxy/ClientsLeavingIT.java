package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that end their side, over TLS: those that wait for their answer, those that are gone, and those refused while they send. */
@Timeout(120)
@SuppressWarnings("StringConcatToTextBlock") // What is on the wire ends its lines in CRLF.
final class ClientsLeavingIT {
    @TempDir
    Path folder;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final CountDownLatch upstreamEnded = new CountDownLatch(1);
    private ScriptedUpstream app;
    private GatewayRig rig;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream(this::serve);
        rig = GatewayRig.start(folder, """
            apps:
              desk:
                upstream: http://127.0.0.1:%d
                public: ["GET /open/**"]
                access:
                  biller: { allow: ["/**"] }
            """.formatted(app.port()));
    }

    @AfterEach
    void stop() throws Exception {
        mayAnswer.countDown();
        app.close();
        rig.close();
    }

    private void serve(String head, Socket socket) throws Exception {
        asked.countDown();
        if (head.contains("/open/ended")) {
            awaitEnd(socket);
            upstreamEnded.countDown();
        } else {
            mayAnswer.await();
            ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
        }
    }

    private static void awaitEnd(Socket socket) {
        try {
            assertThat(socket.getInputStream().read()).isNegative();
        } catch (IOException e) {
            assertThat(e).as("a reset is an end, too").isNotNull();
        }
    }

    private String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost:" + rig.port() + "\r\n\r\n";
    }

    @Test
    void one_that_closes_its_side_of_the_socket_alone_gets_its_answer() throws Exception {
        try (Socket below = new Socket(InetAddress.getLoopbackAddress(), rig.port());
                SSLSocket client =
                        (SSLSocket) rig.trust().getSocketFactory().createSocket(below, "localhost", rig.port(), true)) {
            client.setSoTimeout(20_000);
            client.getOutputStream().write(get("/open/a").getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
            below.shutdownOutput();
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            TimeUnit.MILLISECONDS.sleep(300);
            mayAnswer.countDown();
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("Connection: close\r\n")
                    .endsWith("\r\n\r\nhello");
        }
    }

    @Test
    void one_that_says_goodbye_frees_its_upstream_at_once() throws Exception {
        try (RawConnection client = new RawConnection(rig.trust(), rig.port())) {
            client.send(get("/open/ended"));
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(upstreamEnded.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_stranger_s_upload_is_refused_before_its_body_is_sent_and_sees_why() throws Exception {
        Path file = folder.resolve("upload");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(100_000_000);
        }
        for (String expect : List.of("Expect: 100-continue", "Expect:")) {
            List<String> said = curl("-H", expect, "-T", file.toString());
            assertThat(said.get(0)).as(expect).startsWith("401 ");
            long uploaded = Long.parseLong(said.get(0).split(" ", 2)[1]);
            assertThat(uploaded).as(expect).isLessThan(expect.endsWith("continue") ? 1 : 20_000_000);
            assertThat(said).as("the reason").anyMatch(line -> line.contains("\"reason\""));
        }
        assertThat(app.heads()).isEmpty();
    }

    /** A status, how much was sent, and the answer. */
    private List<String> curl(String... options) throws Exception {
        Path answer = folder.resolve("answer");
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "-sS",
                "--http1.1",
                "--max-time",
                "60",
                "-o",
                answer.toString(),
                "-w",
                "%{http_code} %{size_upload}\n",
                "--cacert",
                folder.resolve("certs/ca.crt").toString()));
        command.addAll(List.of(options));
        command.add("https://localhost:" + rig.port() + "/upload");
        Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = new ArrayList<>(new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList());
        assertThat(curl.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(curl.exitValue()).as(String.join("\n", lines)).isZero();
        lines.addAll(Files.readAllLines(answer));
        return lines;
    }
}
