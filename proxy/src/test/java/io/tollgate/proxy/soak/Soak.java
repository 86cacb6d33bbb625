package io.tollgate.proxy.soak;

import io.tollgate.proxy.GatewayProcess;
import io.tollgate.proxy.GatewayRig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;

/** A gateway in a process of its own, two applications behind it, and everything that goes on. Confined to one thread. */
final class Soak implements AutoCloseable {
    private static final int H1_CLIENTS = 6;
    private static final int H2_CLIENTS = 2;
    private static final int VANISHERS = 2;
    private static final int SOCKETS = 3;
    private static final long DEAD_NANOS = 3_000_000_000L;

    private final List<SoakApp> apps = List.of(new SoakApp(), new SoakApp());
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicInteger reloads = new AtomicInteger();
    private final SplittableRandom random = new SplittableRandom(42);
    private final Ledger ledger = new Ledger();
    private final GatewayRig rig;
    private final Renewals renewals;
    private final SSLContext trust;
    private final GatewayProcess gateway;
    private final Path log;
    private final Place place;
    private final Vitals vitals;

    Soak(Path folder) throws Exception {
        rig = GatewayRig.start(folder, yaml(0));
        rig.user("ann@clinic.example", "biller");
        rig.stop();
        renewals = new Renewals(rig);
        trust = renewals.trust();
        log = Files.createDirectories(Path.of("target"))
                .resolve("soak-gateway.log")
                .toAbsolutePath();
        gateway = GatewayProcess.start(
                rig.yaml(),
                log,
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=256m",
                "-Dio.netty.leakDetection.level=paranoid",
                "-Dio.netty.leakDetection.targetRecords=20");
        place = new Place(gateway.port(), trust, cookie(), ledger, isOver, new AtomicLong());
        vitals = new Vitals(gateway, trust);
    }

    private String cookie() throws Exception {
        try (RawClient client = new RawClient(trust, gateway.port())) {
            String form = "username=ann%40clinic.example&password=" + GatewayRig.PASSWORD + "&return-to=/";
            client.send("POST /.tollgate/login HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length() + "\r\n\r\n"
                    + form);
            RawClient.Answer answer = client.answer();
            if (answer.status() != 303) {
                throw new IllegalStateException("no login: " + answer.status());
            }
            return answer.cookie("__Host-tollgate=");
        }
    }

    /** Each as good as the one before for whoever is here, and different from it. */
    private String yaml(int version) {
        return """
            apps:
              desk:
                upstream:
                  endpoints: ["http://127.0.0.1:%d", "http://127.0.0.1:%d"]
                  balance: %s
                  max-connections: 200
                public: ["GET /echo/**"%s]
                access: { biller: { allow: ["/**"] } }
            %s
            hsts: %dd
            """.formatted(
                        apps.get(0).port(),
                        apps.get(1).port(),
                        "least-requests",
                        version % 2 == 0 ? "" : ", \"GET /open" + version + "/**\"",
                        version % 3 == 0
                                ? ""
                                : "  other: { hosts: [other.example], upstream: \"http://127.0.0.1:1\", public: [\"GET"
                                        + " /x\"] }",
                        30 + version % 5);
    }

    /** Lets everything go on for this long; reloads and deaths come at these intervals. */
    void run(long seconds, long reloadEvery, long deathEvery) throws Exception {
        isOver.set(false);
        List<Thread> clients = clients();
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        long nextReload = System.nanoTime() + reloadEvery * 1_000_000_000L;
        long nextDeath = System.nanoTime() + deathEvery * 1_000_000_000L;
        int deaths = 0;
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(50_000_000);
            if (System.nanoTime() - nextReload >= 0) {
                nextReload += reloadEvery * 1_000_000_000L;
                reload();
            }
            if (System.nanoTime() - nextDeath >= 0) {
                nextDeath += deathEvery * 1_000_000_000L;
                killAndStart(apps.get(deaths++ % apps.size()));
            }
        }
        isOver.set(true);
        for (Thread client : clients) {
            client.join(60_000);
        }
    }

    private List<Thread> clients() {
        List<Runnable> all = new ArrayList<>();
        for (int i = 0; i < H1_CLIENTS; i++) {
            all.add(new H1Worker(place, random.split()));
        }
        for (int i = 0; i < H2_CLIENTS; i++) {
            all.add(new H2Worker(place, random.split()));
        }
        for (int i = 0; i < VANISHERS; i++) {
            all.add(new Vanisher(place, random.split()));
        }
        for (int i = 0; i < SOCKETS; i++) {
            all.add(new SocketWorker(place));
        }
        return all.stream()
                .map(client -> {
                    Thread thread = new Thread(client, "soak-client");
                    thread.setDaemon(true);
                    thread.start();
                    return thread;
                })
                .toList();
    }

    /** By a signal and by a command in turn; every third time with another certificate. */
    private void reload() throws Exception {
        int version = reloads.incrementAndGet();
        if (version % 3 == 0) {
            renewals.put(version / 3);
        }
        rig.rewrite(yaml(version));
        if (version % 2 == 0) {
            gateway.hangUp();
        } else if (rig.command("gateway.reload").exit() != 0) {
            throw new IllegalStateException("a reload was refused");
        }
    }

    private void killAndStart(SoakApp app) throws IOException {
        ledger.died(app::kill);
        long until = System.nanoTime() + DEAD_NANOS;
        while (System.nanoTime() - until < 0) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
        app.start();
    }

    int reloads() {
        return reloads.get();
    }

    Ledger ledger() {
        return ledger;
    }

    Vitals vitals() {
        return vitals;
    }

    /** What the gateway said that nobody wants to read. */
    List<String> complaints() throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("LEAK") || line.contains(" ERROR ") || line.contains("Exception"))
                    .limit(40)
                    .toList();
        }
    }

    @Override
    public void close() throws IOException {
        isOver.set(true);
        gateway.close();
        for (SoakApp app : apps) {
            app.close();
        }
    }

    /** SIGTERM; the exit code. */
    int end() throws InterruptedException {
        return gateway.end();
    }
}
