package io.tollgate.proxy.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.Ticker;
import io.tollgate.config.TlsVersion;
import io.tollgate.filters.chain.Arrival;
import io.tollgate.filters.http.Response;
import io.tollgate.proxy.http.HttpPipeline;
import io.tollgate.proxy.http.LoopScopes;
import io.tollgate.proxy.http.TestKernel;
import io.tollgate.proxy.listener.ConnectionHandlers;
import io.tollgate.proxy.listener.Listener.Face;
import io.tollgate.proxy.tls.HandshakePool;
import io.tollgate.proxy.tls.ServerTls;
import io.tollgate.proxy.tls.TestCertificates;
import io.tollgate.proxy.tls.TlsFixtures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections in memory, from the handshake to the answer. */
final class RehearsalTest {
    private final Script script = new Script("localhost", Set.of("biller"), "/invoices/2003-0117", "/.tollgate");
    private final StandIns standIns = new StandIns(script);
    private final TestKernel kernel = new TestKernel();
    private final HandshakePool pool = TlsFixtures.pool(10);

    @TempDir
    Path folder;

    private ServerTls tls;

    @BeforeEach
    void load() throws Exception {
        tls = TlsFixtures.tls(
                List.of(new TestCertificates(folder).issued("a.example")),
                TlsVersion.TLS_1_3,
                pool,
                Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private Rehearsal rehearsal(ConnectionHandlers handlers) {
        return new Rehearsal(List.of(new Face("public", tls, List.of(), handlers)), script, standIns);
    }

    @Test
    void every_request_of_the_script_is_answered() {
        kernel.pages.put("login", exchange -> CompletableFuture.completedStage(Response.text(200, "Who are you?")));
        HttpPipeline http =
                new HttpPipeline(() -> kernel.kernel(standIns.application()), new LoopScopes(Ticker.systemTicker()));
        Rehearsal rehearsal = rehearsal((pipeline, connection) ->
                http.install(pipeline, new Arrival(connection.listener(), "https", 443, false)));

        Rehearsal.Report done = rehearsal.play(() -> false, () -> false);

        // The listener speaks HTTP/1.1 alone: the visit by HTTP/2 ends with its handshake.
        assertThat(done).isEqualTo(new Rehearsal.Report(1, 6));
        assertThat(kernel.outcomes).hasSize(6).allMatch(outcome -> outcome.fault() == null);
        assertThat(pool.waiting()).isZero();
        assertThat(rehearsal.play(() -> false, () -> false)).isEqualTo(new Rehearsal.Report(2, 12));
    }

    @Test
    void even_the_first_round_ends_where_it_takes_too_long() {
        AtomicInteger installed = new AtomicInteger();
        Face face = new Face("public", tls, List.of(), (pipeline, connection) -> installed.incrementAndGet());
        AtomicInteger asked = new AtomicInteger();
        Rehearsal rehearsal = new Rehearsal(List.of(face, face, face, face), script, standIns);

        rehearsal.play(() -> true, () -> asked.incrementAndGet() > 2);

        assertThat(installed).hasValue(2);
    }

    @Test
    void what_goes_wrong_ends_it_and_is_thrown_at_nobody() {
        Rehearsal rehearsal = rehearsal((pipeline, connection) -> {
            throw new IllegalStateException("nothing can be installed");
        });
        assertThat(rehearsal.play(() -> true, () -> false).requests()).isZero();
        assertThat(rehearsal.play(() -> true, () -> false).requests()).isZero();
    }
}
