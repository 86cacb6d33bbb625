package io.tollgate.benchmarks;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.reader.ConfigReader;
import io.tollgate.config.reader.ReadResult;
import io.tollgate.filters.AccessFilter;
import io.tollgate.filters.IgnoredActivity;
import io.tollgate.filters.OriginFilter;
import io.tollgate.filters.RateLimitFilter;
import io.tollgate.filters.RequestGuard;
import io.tollgate.filters.SessionFilter;
import io.tollgate.filters.access.Readings;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.chain.Arrival;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.FilterChain;
import io.tollgate.filters.chain.RequestBody;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.http.ClientAddress;
import io.tollgate.filters.http.ClientAddresses;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.identity.PasswordHash;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.identity.Users;
import io.tollgate.filters.login.Pages;
import io.tollgate.filters.routing.Route;
import io.tollgate.filters.routing.Router;
import io.tollgate.filters.routing.RoutingTable;
import io.tollgate.filters.session.Sessions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The verdict of the whole chain on a small GET of a user with a session, beside what is made for each request before it
 * (readings, route, exchange). The chain is the one of the gateway; only the journals behind it keep nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FilterChainBenchmark {
    private static final String HOST = "billing.example";

    @Param({"1000", "1000000"})
    int sessions;

    @Param({"10", "10000"})
    int rules;

    @SuppressWarnings("NullAway.Init")
    private FilterChain chain;

    @SuppressWarnings("NullAway.Init")
    private Router router;

    @SuppressWarnings("NullAway.Init")
    private RequestHead head;

    @SuppressWarnings("NullAway.Init")
    private ClientAddress client;

    @SuppressWarnings("NullAway.Init")
    private ScheduledThreadPoolExecutor loop;

    private final Arrival arrival = new Arrival("public", "https", 443, false);

    /** Opens the sessions and compiles the rules. */
    @Setup(Level.Trial)
    public void setUp() throws Exception {
        GatewayConfig config = config();
        router = new Router(RoutingTable.of(config));
        User user = new User(
                "u1",
                "ann@clinic.example",
                Set.of("biller"),
                true,
                false,
                new PasswordHash("$none$"),
                Instant.EPOCH,
                Instant.EPOCH,
                1);
        Users users = new OneUser(user);
        Sessions all = new Sessions(
                new NoSessionJournal(),
                users,
                session -> {},
                InstantSource.system(),
                Ticker.systemTicker(),
                new SecureRandom());
        String token = "";
        for (int i = 0; i < sessions; i++) {
            token = all.open(user, HOST, null).toCompletableFuture().get().token();
        }
        Pages pages = new Pages(config.prefix());
        AuditTrail trail = new NoTrail();
        chain = new FilterChain(
                List.of(
                        new RequestGuard(pages, trail),
                        new RateLimitFilter(null, new RateLimitFilter.Budgets(Ticker.systemTicker()), pages, trail),
                        new SessionFilter(
                                all, pages, new IgnoredActivity(router.table().apps())),
                        new OriginFilter(pages, trail),
                        new AccessFilter(pages, trail, users, router)),
                trail,
                true,
                Duration.ofSeconds(5));
        head = RequestHead.of(
                "GET",
                "/invoices/2003-0117",
                "Host",
                HOST,
                "User-Agent",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)",
                "Accept",
                "text/html,application/xhtml+xml",
                "Accept-Encoding",
                "gzip, deflate, br",
                "Sec-Fetch-Mode",
                "navigate",
                "Cookie",
                "JSESSIONID=0123456789ABCDEF; __Host-tollgate=" + token);
        client = ClientAddresses.direct(InetAddress.getLoopbackAddress());
        loop = new ScheduledThreadPoolExecutor(1);
        if (chainVerdict() != Verdict.Pass.PASS) {
            throw new IllegalStateException("the benchmark's request is not permitted");
        }
    }

    private GatewayConfig config() throws IOException {
        StringBuilder allow = new StringBuilder("\"/invoices/**\"");
        for (int i = 1; i < rules; i++) {
            allow.append(", \"/area").append(i).append("/**\"");
        }
        Path folder = Files.createTempDirectory("tollgate-benchmark");
        Path file = folder.resolve("tollgate.yaml");
        Path pem = Files.writeString(folder.resolve("unused.pem"), "unused\n");
        Files.writeString(file, """
                listeners:
                  - { address: "127.0.0.1:0", tls: { certificate: "%s", key: "%s" } }
                apps:
                  billing:
                    upstream: http://127.0.0.1:8080
                    access:
                      biller: { allow: [%s], deny: ["DELETE /invoices/**"] }
                """.formatted(pem, pem, allow));
        ReadResult result = ConfigReader.read(file, name -> null);
        if (result instanceof ReadResult.Loaded loaded) {
            return loaded.config();
        }
        throw new IllegalStateException(result.toString());
    }

    /** What is made for each request before anything judges it. */
    @Benchmark
    public Exchange exchange() {
        Readings readings = (Readings) Readings.of(head.target());
        Route route = (Route) router.route(HOST, readings);
        return new Exchange(head, readings, route, client, arrival, RequestBody.NONE, () -> "");
    }

    /** The same, judged. */
    @Benchmark
    public Verdict.@Nullable Decision chainVerdict() {
        return chain.judge(exchange(), loop, (judged, decision) -> {});
    }

    /** Ends the loop. */
    @TearDown(Level.Trial)
    public void tearDown() {
        loop.shutdownNow();
    }

    private record OneUser(User user) implements Users {
        @Override
        public @Nullable User byId(String id) {
            return id.equals(user.id()) ? user : null;
        }

        @Override
        public @Nullable User byName(String name) {
            return name.equals(user.name()) ? user : null;
        }
    }

    private static final class NoTrail implements AuditTrail {
        @Override
        public CompletionStage<Void> append(AuditEvent event) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void aggregate(AuditEvent event) {
            throw new IllegalStateException("nothing is refused here");
        }
    }
}
