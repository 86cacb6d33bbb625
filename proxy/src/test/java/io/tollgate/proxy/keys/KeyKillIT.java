package io.tollgate.proxy.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.seal.SealingKey;
import io.tollgate.proxy.Browser;
import io.tollgate.proxy.Gateway;
import io.tollgate.proxy.GatewayProcess;
import io.tollgate.proxy.GatewayRig;
import io.tollgate.proxy.ScriptedUpstream;
import io.tollgate.proxy.control.ControlClient;
import io.tollgate.proxy.control.ControlRequest;
import io.tollgate.proxy.keys.KeysAfterKill.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rotation that meets {@code kill -9} at any moment leaves each value open to exactly one key; the next start works, and the
 * next rotation ends. Each build kills a few times, {@code .ci/crash} twenty times in either form.
 */
final class KeyKillIT {
    private static final int KILLS = Integer.getInteger("tollgate.crash.rotations", 1);
    private static final int VALUES = 1_000;
    private static final String WHO = "biller@clinic.example";
    private static final String APPS = """
        apps:
          desk:
            upstream: http://127.0.0.1:%d
            access:
              biller: { allow: ["/**"] }
        """;

    @TempDir
    Path folder;

    private ScriptedUpstream app;
    private GatewayRig rig;
    private Path key;
    private Path data;
    private Random random;
    private final Map<Moment, Integer> hit = new EnumMap<>(Moment.class);

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream((head, socket) ->
                ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsmall"));
        rig = GatewayRig.start(folder, APPS.formatted(app.port()));
        rig.user(WHO, "biller");
        data = rig.config().data();
        rig.close();
        key = folder.resolve("tollgate.key");
        long seed = Long.getLong("tollgate.crash.seed", System.nanoTime());
        System.out.println("-Dtollgate.crash.seed=" + seed);
        random = new Random(seed);
    }

    @AfterEach
    void stop() throws Exception {
        app.close();
    }

    @Test
    void killed_as_a_command_of_its_own() throws Exception {
        SealingKey now = KeysAfterKill.read(key);
        KeysAfterKill left = new KeysAfterKill(key, data, new Planted(data, now, VALUES, 1), VALUES);
        long begun = System.nanoTime();
        RotateProcess whole = RotateProcess.start(rig.yaml());
        await(this::isMade, whole::isAlive);
        long made = System.nanoTime();
        assertThat(whole.end()).isZero();
        long ended = System.nanoTime();
        now = left.isFinished(now);

        for (int kill = 1; kill <= KILLS; kill++) {
            RotateProcess process = RotateProcess.start(rig.yaml());
            // Every fourth at any moment of all that it does, the others once the new key is on the disk.
            if (kill % 4 == 0) {
                pause(random.nextDouble() * (ended - begun));
            } else {
                await(this::isMade, process::isAlive);
                pause(random.nextDouble() * (ended - made));
            }
            process.kill();
            tell(kill, left.oneKeyOpensAll(now));
            assertThat(RotateProcess.exit(rig.yaml(), "keys", "rotate")).isZero();
            now = left.isFinished(now);
            assertThat(RotateProcess.exit(rig.yaml(), "audit", "verify")).isZero();
        }
        System.out.println("kills by what they hit: " + hit);
        try (GatewayProcess gateway = shortLived()) {
            assertThat(new Browser(rig.trust(), gateway.port()).login(WHO).statusCode())
                    .isEqualTo(303);
        }
    }

    @Test
    void killed_while_a_gateway_serves() throws Exception {
        SealingKey now = KeysAfterKill.read(key);
        KeysAfterKill left = new KeysAfterKill(key, data, new Planted(data, now, VALUES, 2), VALUES);
        long lasts;
        String cookie;
        try (GatewayProcess gateway = shortLived()) {
            Browser browser = new Browser(rig.trust(), gateway.port());
            assertThat(browser.login(WHO).statusCode()).isEqualTo(303);
            cookie = browser.cookie();
            CompletableFuture<Integer> rotating = rotating();
            await(this::isMade, () -> !rotating.isDone());
            long made = System.nanoTime();
            assertThat(rotating.get(30, TimeUnit.SECONDS)).isZero();
            lasts = System.nanoTime() - made;
            assertThat(page(gateway, cookie)).isEqualTo(200);
        }
        now = left.isFinished(now);
        for (int kill = 1; kill <= KILLS; kill++) {
            try (GatewayProcess gateway = shortLived()) {
                assertThat(page(gateway, cookie)).isEqualTo(200);
                CompletableFuture<Integer> rotating = rotating();
                await(this::isMade, () -> !rotating.isDone());
                pause(random.nextDouble() * lasts);
                gateway.kill();
            }
            tell(kill, left.oneKeyOpensAll(now));
            try (GatewayProcess gateway = shortLived()) {
                assertThat(page(gateway, cookie)).isEqualTo(200);
                assertThat(rotating().get(30, TimeUnit.SECONDS)).isZero();
                assertThat(new Browser(rig.trust(), gateway.port()).login(WHO).statusCode())
                        .isEqualTo(303);
            }
            now = left.isFinished(now);
        }
        System.out.println("kills by what they hit: " + hit);
        assertThat(RotateProcess.exit(rig.yaml(), "audit", "verify")).isZero();
    }

    private int page(GatewayProcess gateway, String cookie) throws Exception {
        Browser browser = new Browser(rig.trust(), gateway.port());
        return browser.send(browser.to("/claims").header("Cookie", cookie)).statusCode();
    }

    /** Asks the gateway, as the command does; ends badly where that is killed. */
    private CompletableFuture<Integer> rotating() {
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Thread asking = new Thread(() -> {
            try {
                exit.complete(new ControlClient(Gateway.controlSocket(data))
                        .call(new ControlRequest("keys.rotate", Map.<String, List<String>>of()))
                        .exit());
            } catch (IOException | RuntimeException e) {
                exit.completeExceptionally(e);
            }
        });
        asking.setDaemon(true);
        asking.start();
        return exit;
    }

    private boolean isMade() {
        return Files.exists(folder.resolve("tollgate.key.new"));
    }

    /** Until it is so, or whoever makes it so is gone. */
    private static void await(BooleanSupplier isSo, BooleanSupplier isGoingOn) {
        while (!isSo.getAsBoolean() && isGoingOn.getAsBoolean()) {
            LockSupport.parkNanos(100_000);
        }
    }

    private static void pause(double nanos) {
        long until = System.nanoTime() + (long) nanos;
        while (System.nanoTime() - until < 0) {
            LockSupport.parkNanos(50_000);
        }
    }

    private void tell(int kill, Moment moment) {
        hit.merge(moment, 1, Integer::sum);
        System.out.println("round " + kill + ": killed " + moment);
    }

    /** The quicker compiler alone: it lives for seconds. */
    private GatewayProcess shortLived() throws IOException {
        return GatewayProcess.start(rig.yaml(), folder.resolve("gateway.log"), "-XX:TieredStopAtLevel=1");
    }
}
