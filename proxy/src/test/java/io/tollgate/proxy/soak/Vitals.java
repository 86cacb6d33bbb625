package io.tollgate.proxy.soak;

import io.tollgate.proxy.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** What a gateway holds, as its operator would see it. Confined to one thread. */
final class Vitals {
    private final GatewayProcess gateway;
    private final SSLContext trust;

    Vitals(GatewayProcess gateway, SSLContext trust) {
        this.gateway = gateway;
        this.trust = trust;
    }

    /**
     * What it holds while nobody asks for anything.
     *
     * @param heap bytes of live objects
     * @param buffers bytes of network buffers taken from the system
     * @param descriptors open, without connections to applications
     * @param clients connected, this look at it not counted
     */
    record Level(long heap, long buffers, long descriptors, long clients) {}

    /** Waits until clients have gone, collects garbage, and looks. */
    Level quiet() throws Exception {
        for (int i = 0; i < 100 && clients() > 0; i++) {
            System.gc(); // The JDK's client lets go of a connection when nobody can ask it any more.
            LockSupport.parkNanos(100_000_000);
        }
        for (int i = 0; i < 3; i++) {
            String jcmd =
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            new ProcessBuilder(jcmd, String.valueOf(gateway.pid()), "GC.run")
                    .start()
                    .waitFor();
        }
        String metrics = metrics();
        long connections = (long) sum(metrics, "tollgate_upstream_connections{");
        return new Level(
                (long) sum(metrics, "jvm_memory_used_bytes{area=\"heap\""),
                (long) sum(metrics, "tollgate_buffers_bytes "),
                descriptors() - connections,
                clients());
    }

    private long clients() throws IOException {
        return (long) sum(metrics(), "tollgate_connections ") - 1;
    }

    private long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(gateway.pid()), "fd"))) {
            return open.count();
        }
    }

    private String metrics() throws IOException {
        try (RawClient admin = new RawClient(trust, gateway.adminPort())) {
            admin.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            return admin.answer().text();
        }
    }

    private static double sum(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
