package io.tollgate.proxy;

import io.tollgate.config.GatewayConfig;
import io.tollgate.config.ListenerConfig;
import io.tollgate.filters.AccessFilter;
import io.tollgate.filters.IgnoredActivity;
import io.tollgate.filters.OriginFilter;
import io.tollgate.filters.RateLimitFilter;
import io.tollgate.filters.RequestGuard;
import io.tollgate.filters.SecurityHeadersFilter;
import io.tollgate.filters.SessionFilter;
import io.tollgate.filters.SetCookieFilter;
import io.tollgate.filters.UpstreamCookies;
import io.tollgate.filters.accesslog.AccessLog;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.FilterChain;
import io.tollgate.filters.chain.RequestFilter;
import io.tollgate.filters.chain.Responder;
import io.tollgate.filters.chain.ResponseFilter;
import io.tollgate.filters.http.ClientAddresses;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.login.Doorway;
import io.tollgate.filters.login.OwnPages;
import io.tollgate.filters.login.Pages;
import io.tollgate.filters.routing.Router;
import io.tollgate.filters.routing.RoutingTable;
import io.tollgate.proxy.http.Forwarder;
import io.tollgate.proxy.http.HttpLimits;
import io.tollgate.proxy.http.ProxyKernel;
import io.tollgate.proxy.http.Rescue;
import io.tollgate.proxy.http.RoutedReception;
import io.tollgate.proxy.upstream.LocationMapping;
import io.tollgate.proxy.upstream.UpstreamHeaders;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts what an operator declared together: which filters judge, in which order, and who answers. The only place where the
 * order is written. Immutable.
 */
final class GatewayAssembly {
    /** How long one filter may be waited for: a store or trail that takes longer is as good as down. */
    private static final Duration FILTER_DEADLINE = Duration.ofSeconds(5);

    private final GatewayConfig config;
    private final Ground ground;
    private final AccessLog accessLog;
    private final Executor blocking;
    private final Router router;
    private final Pages pages;
    private final Supplier<String> references;
    private final AccessFilter access;

    GatewayAssembly(GatewayConfig config, Ground ground, AccessLog accessLog, Executor blocking) {
        this.config = config;
        this.ground = ground;
        this.accessLog = accessLog;
        this.blocking = blocking;
        this.router = new Router(RoutingTable.of(config));
        this.pages = new Pages(config.prefix());
        this.references = new References(ground.world().random());
        this.access = new AccessFilter(pages, ground.trail(), ground.users(), router);
    }

    /** Which app a request belongs to. */
    Router router() {
        return router;
    }

    /** Whether an exchange under way may go on, by what its session, user and rules are now. */
    boolean isStillPermitted(Exchange exchange) {
        return access.isStillPermitted(exchange);
    }

    /** What goes upstream of a request's head, and what does not. */
    UpstreamHeaders upstreamHeaders() {
        return new UpstreamHeaders(new UpstreamCookies(ground.appCookies())::forUpstream);
    }

    /** What handles the exchanges of one listener. */
    ProxyKernel kernel(ListenerConfig listener, FilterChain chain, Forwarder forwarder) {
        Responder ownPages = new OwnPages(doorway());
        return new ProxyKernel(
                new RoutedReception(
                        router,
                        (peer, head) -> ClientAddresses.resolve(peer, listener.trustedProxies(), head.fields()),
                        pages,
                        references),
                chain,
                page -> ownPages,
                responseFilters(),
                List.of(ground.metrics(), accessLog),
                forwarder,
                this::isStillPermitted,
                new Rescue(this::page, references, blocking),
                HttpLimits.DEFAULT,
                ground.world().clock());
    }

    /** What handles the exchanges of the admin listener. */
    ProxyKernel adminKernel(Admin admin) {
        return new ProxyKernel(
                admin.reception(pages, references),
                new FilterChain(
                        admin.filters(pages, ground.trail()), ground.trail(), isAuditRequired(), FILTER_DEADLINE),
                admin::responder,
                List.of(new SecurityHeadersFilter(Duration.ZERO)),
                List.of(),
                Admin.NOTHING_UPSTREAM,
                exchange -> true,
                new Rescue(this::page, references, blocking),
                HttpLimits.DEFAULT,
                ground.world().clock());
    }

    /** The chain of all app listeners. The order is the policy; read it top-down. */
    FilterChain chain() {
        AuditTrail trail = ground.trail();
        List<RequestFilter> filters = List.of(
                // Refuse what no one may send before spending anything on it.
                new RequestGuard(pages, trail),
                // Before the session lookup, so that guessing tokens is limited too.
                new RateLimitFilter(
                        config.rateLimit().perClient(), ground.world().ticker(), pages, trail),
                // Who is calling: asked anew on every request.
                new SessionFilter(
                        ground.sessions(),
                        pages,
                        new IgnoredActivity(router.table().apps())),
                // Needs the session; must precede anything that acts on it.
                new OriginFilter(pages, trail),
                // May they: grants the permit without which nothing is forwarded.
                access);
        return new FilterChain(filters, trail, isAuditRequired(), FILTER_DEADLINE);
    }

    /** What becomes of every response's head, in this order. */
    private List<ResponseFilter> responseFilters() {
        return List.of(
                // Whose the app's cookies are is settled before the client has them.
                new SetCookieFilter(ground.appCookies()),
                // The app thinks that it is asked by http.
                new LocationMapping(),
                // Last: what is ours stands whatever came before.
                new SecurityHeadersFilter(config.hsts()));
    }

    private boolean isAuditRequired() {
        return config.audit().required();
    }

    private Doorway doorway() {
        return new Doorway(
                pages,
                ground.authenticator()::authenticate,
                ground.authenticator()::verify,
                ground.passwordChange()::change,
                ground.sessions(),
                ground.trail(),
                isAuditRequired(),
                () -> config.passwords().minLength(),
                ZoneId.systemDefault());
    }

    private Response page(@Nullable Exchange exchange, int status, String code, String reference) {
        return exchange == null ? pages.unrouted(null, status, code, reference) : pages.refused(exchange, status, code);
    }
}
