package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** File descriptors run out: told once, survived, and over when it is over. */
final class FileDescriptorsIT {
    /** What is left for connections, fewer than come. */
    private static final int LEFT = 40;

    private static final int CROWD = 100;

    @TempDir
    Path folder;

    private final Deque<Socket> crowd = new ArrayDeque<>();
    private ScriptedUpstream app;
    private GatewayRig rig;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream((head, socket) ->
                ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"));
        rig = GatewayRig.start(folder, """
            apps:
              billing:
                upstream: http://127.0.0.1:%d
                public: ["/public/**"]
                access: { desk: { allow: ["/**"] } }
            """.formatted(app.port()));
        rig.close(); // A process of its own serves from here on.
    }

    @AfterEach
    void stop() throws Exception {
        disperse();
        app.close();
    }

    private void gather(int port) throws IOException {
        for (int i = 0; i < CROWD; i++) {
            crowd.add(new Socket(InetAddress.getLoopbackAddress(), port));
        }
    }

    private void disperse() throws IOException {
        while (!crowd.isEmpty()) {
            crowd.pop().close();
        }
    }

    /** How many files a gateway has open of which nobody wants anything: libraries, the store, event loops. */
    private int needed() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(rig.yaml());
                RawConnection client = new RawConnection(rig.trust(), gateway.port())) {
            assertThat(ask(client)).isEqualTo(200);
            return gateway.openFiles();
        }
    }

    private static int ask(RawConnection client) throws IOException {
        return client.send("GET /public/x HTTP/1.1\r\nHost: localhost\r\n\r\n").status();
    }

    @Test
    void with_few_files_the_crowd_is_turned_away_before_they_run_out() throws Exception {
        Path log = folder.resolve("log");
        int files = needed() + LEFT;
        try (GatewayProcess gateway = GatewayProcess.startPoor(rig.yaml(), files, log);
                RawConnection inside = new RawConnection(rig.trust(), gateway.port())) {
            gather(gateway.port());
            await(() -> Files.readString(log).contains("listener.full"));
            for (int i = 0; i < 20; i++) {
                assertThat(ask(inside)).isEqualTo(200);
            }
            assertThat(gateway.openFiles()).isLessThan(files);
            backToNormal(gateway, log);
            assertThat(times(log, "listener.full")).isEqualTo(1);
        }
    }

    @Test
    void with_none_left_those_who_are_in_stay_in_and_all_are_served_again_afterwards() throws Exception {
        Path log = folder.resolve("log");
        try (GatewayProcess gateway = GatewayProcess.startPoor(rig.yaml(), 1_000, log);
                RawConnection inside = new RawConnection(rig.trust(), gateway.port())) {
            assertThat(ask(inside)).isEqualTo(200);
            int usual = gateway.openFiles();
            gather(gateway.port());
            await(() -> gateway.openFiles() > usual + CROWD / 2);
            disperse();
            await(() -> gateway.openFiles() < usual + LEFT);
            gateway.mayOpen(gateway.openFiles() + LEFT);
            gather(gateway.port());
            await(() -> Files.readString(log).contains("listener.failing"));
            for (int i = 0; i < 20; i++) {
                // With no descriptor left there is none for the application either: the answer says so, and is one.
                assertThat(ask(inside)).isIn(200, 503);
            }
            backToNormal(gateway, log);
            assertThat(times(log, "listener.failing")).isEqualTo(1);
        }
    }

    private void backToNormal(GatewayProcess gateway, Path log) throws Exception {
        disperse();
        await(() -> isServed(gateway));
        await(() -> isServed(gateway) && times(log, "listener.recovered") > 0);
        assertThat(times(log, "listener.recovered")).isEqualTo(1);
        assertThat(Files.readString(log)).doesNotContain("NoClassDefFoundError", "OutOfMemoryError");
        assertThat(gateway.end()).isZero();
    }

    private boolean isServed(GatewayProcess gateway) {
        try (RawConnection late = new RawConnection(rig.trust(), gateway.port())) {
            return ask(late) == 200;
        } catch (IOException | GeneralSecurityException e) {
            return false;
        }
    }

    private static int times(Path log, String code) throws IOException {
        return Files.readString(log).split(code, -1).length - 1;
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime() - end).isNegative();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
