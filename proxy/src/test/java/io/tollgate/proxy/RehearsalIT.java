package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.identity.PasswordHash;
import io.tollgate.filters.identity.PasswordHasher;
import io.tollgate.filters.store.DataDirectory;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway does before it opens leaves nothing behind, and the gateway opens whatever becomes of it. */
final class RehearsalIT {
    @TempDir
    Path folder;

    private final AtomicInteger asked = new AtomicInteger();

    private static World rehearsing(World world, PasswordHasher hasher) {
        return new World(
                world.clock(),
                world.ticker(),
                world.random(),
                hasher,
                world.node(),
                DataDirectory.currentUid(),
                Duration.ofMillis(300));
    }

    private GatewayRig start(ScriptedUpstream app, PasswordHasher hasher) throws Exception {
        return GatewayRig.start(folder, """
            apps:
              desk:
                upstream: http://127.0.0.1:%d
                access: { biller: { allow: ["/invoices/**"] } }
            rate-limit: { per-client: 2/h }
            """.formatted(app.port()), world -> rehearsing(world, hasher));
    }

    private void serve(String head, Socket socket) throws IOException {
        asked.incrementAndGet();
        ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsmall");
    }

    @Test
    void a_rehearsal_leaves_nothing_behind() throws Exception {
        Counted hasher = new Counted();
        try (ScriptedUpstream app = new ScriptedUpstream(this::serve);
                GatewayRig rig = start(app, hasher)) {
            assertThat(hasher.compared.get())
                    .as("passwords hashed before it opened")
                    .isPositive();
            assertThat(asked).hasValue(0);
            assertThat(rig.gateway().ground().sessions().count()).isZero();
            assertThat(rig.gateway().ground().metrics().scrape())
                    .doesNotContain("tollgate_requests_total", "tollgate_refusals_total", "tollgate_faults_total");
            assertThat(lines("data/audit")).hasSize(1).allMatch(line -> line.contains("gateway.started"));
            assertThat(lines("data/access")).isEmpty();

            Browser first = rig.browser();
            assertThat(first.get("/.tollgate/login").statusCode()).isEqualTo(200);
            assertThat(first.get("/invoices/").statusCode())
                    .as("the second of two")
                    .isEqualTo(303);
            assertThat(first.get("/invoices/").statusCode()).isEqualTo(429);
        }
    }

    @Test
    void a_gateway_opens_where_passwords_can_not_be_hashed() throws Exception {
        PasswordHasher broken = new Counted() {
            @Override
            public boolean matches(PasswordHash hash, char[] password) {
                throw new IllegalStateException("no memory for that");
            }
        };
        try (ScriptedUpstream app = new ScriptedUpstream(this::serve);
                GatewayRig rig = start(app, broken)) {
            assertThat(rig.browser().get("/.tollgate/login").statusCode()).isEqualTo(200);
        }
        // What strangers were refused is told when it ends: nobody was.
        assertThat(lines("data/audit")).hasSize(2);
    }

    private Stream<String> lines(String below) throws IOException {
        Path directory = folder.resolve(below);
        if (!Files.exists(directory)) {
            return Stream.empty();
        }
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString().lines();
    }

    private static class Counted implements PasswordHasher {
        final AtomicInteger compared = new AtomicInteger();

        @Override
        public PasswordHash hash(char[] password) {
            return dummy();
        }

        @Override
        public boolean matches(PasswordHash hash, char[] password) {
            compared.incrementAndGet();
            return false;
        }

        @Override
        public PasswordHash dummy() {
            return new PasswordHash("$none");
        }
    }
}
