package io.tollgate.benchmarks.micro;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.reader.ConfigReader;
import io.tollgate.config.reader.ReadResult;
import io.tollgate.filters.AccessFilter;
import io.tollgate.filters.RateLimitFilter;
import io.tollgate.filters.StepUpPolicy;
import io.tollgate.filters.UpstreamCookies;
import io.tollgate.filters.access.Access;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.chain.FilterChain;
import io.tollgate.filters.chain.ResponseFilter;
import io.tollgate.filters.identity.DeclaredRoles;
import io.tollgate.filters.identity.PasswordStandings;
import io.tollgate.filters.identity.UserDirectory;
import io.tollgate.filters.login.Pages;
import io.tollgate.filters.routing.Router;
import io.tollgate.filters.routing.RoutingTable;
import io.tollgate.filters.session.AppCookieJournal;
import io.tollgate.filters.session.AppCookieOwners;
import io.tollgate.filters.session.AppCookieRow;
import io.tollgate.filters.session.SessionSweeper;
import io.tollgate.filters.session.Sessions;
import io.tollgate.proxy.GatewayAssembly;
import io.tollgate.proxy.http.Reception;
import io.tollgate.proxy.http.RoutedReception;
import io.tollgate.proxy.upstream.UpstreamHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What judges in a gateway of this scale: its own filters in its own order, from a real file, over accounts and sessions as a
 * start restores them. Only the journals behind them keep nothing. Immutable but for what requests change.
 */
final class JudgingGateway {
    private static final int MOST_APP_COOKIES = 200_000;

    private final GatewayConfig config;
    private final RoutingTable table;
    private final UserDirectory users;
    private final KeptSessions kept;
    private final Sessions sessions;
    private final GatewayAssembly.Asked asked;
    private final Reception reception;

    /** With every session restored; {@code trail} is told what the filters refuse. */
    JudgingGateway(Scale scale, AuditTrail trail) {
        this(scale, trail, true);
    }

    /** The same, with or without the sessions. */
    JudgingGateway(Scale scale, AuditTrail trail, boolean isRestored) {
        config = config(scale);
        table = RoutingTable.of(config);
        users = new UserDirectory(
                new KeptUsers(scale.sessions(), scale.roles()),
                new DeclaredRoles(config::declaredRoles),
                InstantSource.system(),
                new SecureRandom());
        kept = new KeptSessions(scale.sessions(), Instant.now());
        sessions = new Sessions(
                kept, users, session -> {}, InstantSource.system(), Ticker.systemTicker(), new SecureRandom());
        if (isRestored) {
            sessions.restore();
        }
        users.listen(sessions::userChanged);
        Pages pages = new Pages(config.prefix());
        Router router = new Router(table);
        StepUpPolicy stepUp = StepUpPolicy.keepingNothing(session -> false);
        asked = new GatewayAssembly.Asked(
                pages,
                trail,
                new RateLimitFilter.Budgets(Ticker.systemTicker()),
                sessions,
                new AppCookieOwners(new NoAppCookies(), InstantSource.system(), new byte[32], MOST_APP_COOKIES),
                new PasswordStandings(user -> config.passwords()),
                stepUp,
                new AccessFilter(pages, trail, sessions, router, stepUp));
        reception = new RoutedReception(router, pages, () -> "REFERENCE");
    }

    private static GatewayConfig config(Scale scale) {
        try {
            Path folder = Files.createTempDirectory("tollgate-micro");
            Path pem = Files.writeString(folder.resolve("unused.pem"), "unused\n");
            Path file = Files.writeString(
                    folder.resolve("tollgate.yaml"), Policy.yaml(pem.toString(), scale.rules(), scale.roles()));
            ReadResult result = ConfigReader.read(file, name -> null, InstantSource.system());
            Files.delete(file);
            Files.delete(pem);
            Files.delete(folder);
            if (result instanceof ReadResult.Loaded loaded) {
                return loaded.config();
            }
            throw new IllegalStateException(result.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the file says. */
    GatewayConfig config() {
        return config;
    }

    /** The rules of the app that is asked. */
    Access access() {
        return table.apps().stream()
                .filter(app -> app.name().equals("billing"))
                .findFirst()
                .orElseThrow()
                .access();
    }

    /** The accounts. */
    UserDirectory users() {
        return users;
    }

    /** The sessions. */
    Sessions sessions() {
        return sessions;
    }

    /** Looks at the sessions as is done every second. */
    void sweep() {
        new SessionSweeper(sessions, host -> config.session(), Ticker.systemTicker()).sweep();
    }

    /** Their tokens. */
    KeptSessions tokens() {
        return kept;
    }

    /** What makes an exchange of a head. */
    Reception reception() {
        return reception;
    }

    /** What judges it: the gateway's own chain. */
    FilterChain chain() {
        return GatewayAssembly.chain(config, table, asked);
    }

    /** What writes heads towards the app, and decides which cookies it gets. */
    UpstreamHeaders upstreamHeaders() {
        return new UpstreamHeaders(new UpstreamCookies(asked.appCookies())::forUpstream);
    }

    /** What amends its answer: the gateway's own filters. */
    List<ResponseFilter> responseFilters() {
        return GatewayAssembly.responseFilters(config, asked);
    }

    /** Keeps nothing: whose a cookie is, the memory is asked. */
    private static final class NoAppCookies implements AppCookieJournal {
        @Override
        public List<AppCookieRow> load() {
            return List.of();
        }

        @Override
        public CompletionStage<Void> bound(List<AppCookieRow> cookies) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Void> trimmed(Instant before, int most) {
            return CompletableFuture.completedStage(null);
        }
    }
}
