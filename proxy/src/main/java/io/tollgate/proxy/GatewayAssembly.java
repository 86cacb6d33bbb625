package io.tollgate.proxy;

import io.tollgate.config.AdminConfig;
import io.tollgate.config.GatewayConfig;
import io.tollgate.filters.AccessFilter;
import io.tollgate.filters.CachingFilter;
import io.tollgate.filters.IgnoredActivity;
import io.tollgate.filters.KeptCookieFilter;
import io.tollgate.filters.OriginFilter;
import io.tollgate.filters.RateLimitFilter;
import io.tollgate.filters.RequestGuard;
import io.tollgate.filters.ResumeFilter;
import io.tollgate.filters.ReturnFilter;
import io.tollgate.filters.SecurityHeadersFilter;
import io.tollgate.filters.SessionFilter;
import io.tollgate.filters.SetCookieFilter;
import io.tollgate.filters.StepUpPolicy;
import io.tollgate.filters.UpstreamCookies;
import io.tollgate.filters.applogin.AppDoor;
import io.tollgate.filters.applogin.AppEntry;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.FilterChain;
import io.tollgate.filters.chain.RequestFilter;
import io.tollgate.filters.chain.Responder;
import io.tollgate.filters.chain.ResponseFilter;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.PasswordStandings;
import io.tollgate.filters.login.Admission;
import io.tollgate.filters.login.Doorway;
import io.tollgate.filters.login.OwnPages;
import io.tollgate.filters.login.Pages;
import io.tollgate.filters.login.PasskeyGate;
import io.tollgate.filters.login.Recognition;
import io.tollgate.filters.login.SecondFactor;
import io.tollgate.filters.login.Stepping;
import io.tollgate.filters.routing.Router;
import io.tollgate.filters.routing.RoutingTable;
import io.tollgate.filters.session.AppCookies;
import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.Sessions;
import io.tollgate.proxy.GatewayStartException.Fault;
import io.tollgate.proxy.http.Forwarder;
import io.tollgate.proxy.http.HttpLimits;
import io.tollgate.proxy.http.ProxyKernel;
import io.tollgate.proxy.http.Rescue;
import io.tollgate.proxy.http.RoutedReception;
import io.tollgate.proxy.rehearsal.StandIns;
import io.tollgate.proxy.spool.Spool;
import io.tollgate.proxy.spool.SpoolingForwarder;
import io.tollgate.proxy.tls.TlsProblemException;
import io.tollgate.proxy.upstream.LocationMapping;
import io.tollgate.proxy.upstream.UpstreamForwarder;
import io.tollgate.proxy.upstream.UpstreamMaterial;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts what an operator declared together: which filters judge, in which order, and who answers. The only place where the
 * order is written. Immutable.
 */
public final class GatewayAssembly {
    /** How long one filter may be waited for: a store or trail that takes longer is as good as down. */
    private static final Duration FILTER_DEADLINE = Duration.ofSeconds(5);

    private final GatewayConfig config;
    private final Ground ground;
    private final Machinery machinery;
    private final Predicate<Exchange> isStillPermitted;
    private final BooleanSupplier isServing;
    private final RiskReminder risks;
    private final RoutingTable table;
    private final Pages pages;
    private final Supplier<String> references;
    private final StepUpPolicy stepUp;
    private final AccessFilter access;

    /**
     * What the filters ask. Immutable.
     *
     * @param stepUp when a factor is fresh, and what becomes of a request for which it is not
     * @param access the last filter, which judges exchanges under way too
     * @param door of apps that keep their own login; null where there is none
     */
    public record Asked(
            Pages pages,
            AuditTrail trail,
            RateLimitFilter.Budgets budgets,
            Sessions sessions,
            AppCookies appCookies,
            PasswordStandings standings,
            StepUpPolicy stepUp,
            AccessFilter access,
            @Nullable AppDoor door) {
        /** Where every app's people log in on the gateway's page. */
        public Asked(
                Pages pages,
                AuditTrail trail,
                RateLimitFilter.Budgets budgets,
                Sessions sessions,
                AppCookies appCookies,
                PasswordStandings standings,
                StepUpPolicy stepUp,
                AccessFilter access) {
            this(pages, trail, budgets, sessions, appCookies, standings, stepUp, access, null);
        }
    }

    /**
     * Puts one configuration together, on what outlives it.
     *
     * @param isStillPermitted judges an exchange by what holds then, which may be another configuration than this one
     * @param isServing whether every listener is open and none is draining
     * @param risks what is past of what was accepted
     */
    GatewayAssembly(
            GatewayConfig config,
            Ground ground,
            Machinery machinery,
            Predicate<Exchange> isStillPermitted,
            BooleanSupplier isServing,
            RiskReminder risks) {
        this.config = config;
        this.ground = ground;
        this.machinery = machinery;
        this.isStillPermitted = isStillPermitted;
        this.isServing = isServing;
        this.risks = risks;
        this.table = RoutingTable.of(config);
        this.pages = new Pages(config.prefix());
        this.references = new References(ground.world().random());
        this.stepUp = new StepUpPolicy(config.stepUp(), freshness(ground.sessions()), ground.keptRequests());
        this.access = access(ground.trail(), ground.sessions(), stepUp);
    }

    private Predicate<Session> freshness(Sessions sessions) {
        return session -> sessions.isFresh(session, config.stepUp().within());
    }

    private AccessFilter access(AuditTrail trail, Sessions sessions, StepUpPolicy policy) {
        return new AccessFilter(pages, trail, sessions, new Router(table), policy);
    }

    /** Everything that the configuration gives. Nothing is different anywhere until it is switched to. */
    Serving serving() throws GatewayStartException {
        UpstreamForwarder.Prepared upstreams = machinery.upstreams().prepared(config.apps(), upstreamMaterial());
        return new Serving(config, table, access, apps(upstreams), admin(), upstreams);
    }

    private UpstreamMaterial upstreamMaterial() throws GatewayStartException {
        try {
            return UpstreamMaterial.load(config.apps(), ground.world().clock());
        } catch (TlsProblemException e) {
            throw new GatewayStartException(Fault.FILE, e);
        }
    }

    private ProxyKernel apps(Forwarder upstreams) {
        Asked asked = new Asked(
                pages,
                ground.trail(),
                machinery.budgets(),
                ground.sessions(),
                ground.appCookies(),
                ground.standings(),
                stepUp,
                access,
                door());
        Spool spool = new Spool(Spool.in(config.data()), ground.world().random(), machinery.blocking());
        Responder ownPages = ownPages(ground.sessions(), ground.trail());
        return new ProxyKernel(
                new RoutedReception(new Router(table), pages, references),
                chain(config, table, asked),
                page -> ownPages,
                responseFilters(config, asked),
                List.of(ground.metrics(), machinery.accessLog()),
                // A body without a length gets one before anything goes upstream.
                new SpoolingForwarder(upstreams, spool),
                spool,
                isStillPermitted,
                new Rescue(this::page, references, machinery.blocking()),
                HttpLimits.DEFAULT,
                ground.world().clock());
    }

    /** The same for the rehearsal before the start: nobody's session, evidence or numbers are touched, and no application. */
    ProxyKernel rehearsed(StandIns standIns) {
        AuditTrail trail = standIns.trail();
        Responder ownPages = ownPages(standIns.sessions(), trail);
        // Nobody is there to be asked to slow down: the time between two requests is a long one.
        AtomicLong time = new AtomicLong();
        RateLimitFilter.Budgets budgets = new RateLimitFilter.Budgets(() -> time.addAndGet(TimeUnit.HOURS.toNanos(1)));
        // Whoever rehearses has just logged in.
        StepUpPolicy policy = StepUpPolicy.keepingNothing(session -> true);
        Asked asked = new Asked(
                pages,
                trail,
                budgets,
                standIns.sessions(),
                ground.appCookies(),
                ground.standings(),
                policy,
                access(trail, standIns.sessions(), policy));
        return new ProxyKernel(
                new RoutedReception(new Router(table), pages, references),
                chain(config, table, asked),
                page -> ownPages,
                responseFilters(config, asked),
                List.of(),
                standIns.application(),
                exchange -> true,
                new Rescue(this::page, references, machinery.blocking()),
                HttpLimits.DEFAULT,
                ground.world().clock());
    }

    private ProxyKernel admin() {
        AdminConfig declared = config.admin();
        Admin admin = new Admin(
                declared == null ? List.of() : declared.allow(),
                config.session(),
                ground,
                isServing,
                machinery.blocking(),
                risks);
        return new ProxyKernel(
                admin.reception(pages, references),
                new FilterChain(
                        admin.filters(pages, ground.trail()), ground.trail(), isAuditRequired(), FILTER_DEADLINE),
                admin::responder,
                List.of(new SecurityHeadersFilter(Duration.ZERO)),
                List.of(),
                Admin.NOTHING_UPSTREAM,
                exchange -> true,
                new Rescue(this::page, references, machinery.blocking()),
                HttpLimits.DEFAULT,
                ground.world().clock());
    }

    /** The chain of all listeners but admin's. The order is the policy; read it top-down. */
    public static FilterChain chain(GatewayConfig config, RoutingTable table, Asked asked) {
        Pages pages = asked.pages();
        AuditTrail trail = asked.trail();
        List<RequestFilter> filters = new ArrayList<>(List.of(
                // Refuse what no one may send before spending anything on it.
                new RequestGuard(pages, trail),
                // Before the session lookup, so that guessing tokens is limited too.
                new RateLimitFilter(config.rateLimit().perClient(), asked.budgets(), pages, trail),
                // Who is calling: asked anew on every request.
                new SessionFilter(asked.sessions(), pages, new IgnoredActivity(table.apps()), asked.standings()),
                // What other sites may post is sent again from here, where the session is: before it is refused as
                // theirs.
                new ReturnFilter(table.apps(), pages::returned, pages, trail),
                // Needs the session; must precede anything that acts on it.
                new OriginFilter(pages, trail),
                // What waited for a fresh factor goes on in place of what asks for it: judged from the first filter on.
                new ResumeFilter(asked.stepUp(), pages, trail)));
        AppDoor door = asked.door();
        if (door != null) {
            // Who says to an app who they are may do that where others may do nothing.
            filters.add(door.recognition(pages));
        }
        // May they: grants the permit without which nothing is forwarded.
        filters.add(asked.access());
        if (door != null) {
            // Last, as an attempt is counted only where it would reach the app: what is refused here never does.
            filters.add(door);
        }
        return new FilterChain(filters, trail, config.audit().required(), FILTER_DEADLINE);
    }

    /** What becomes of every response's head, in this order. */
    public static List<ResponseFilter> responseFilters(GatewayConfig config, Asked asked) {
        return List.of(
                // Whose the app's cookies are is settled before the client has them.
                new SetCookieFilter(asked.appCookies()),
                // What went on once does not go on again.
                new KeptCookieFilter(),
                // The app thinks that it is asked by http.
                new LocationMapping(),
                // What people read is not for the next person at the desk.
                new CachingFilter(),
                // Last: what is ours stands whatever came before.
                new SecurityHeadersFilter(config.hsts()));
    }

    private boolean isAuditRequired() {
        return config.audit().required();
    }

    /** Where people prove to an app who they are; null where none keeps its own login. */
    private @Nullable AppDoor door() {
        if (config.apps().stream().allMatch(app -> app.login() == null)) {
            return null;
        }
        Doorway doorway = doorway(ground.sessions(), ground.trail());
        AppEntry entry = new AppEntry(
                ground.users(),
                ground.users()::addFromApp,
                new Admission(doorway),
                ground.sessions(),
                ground.trail(),
                machinery.blocking());
        return new AppDoor(
                config.apps(),
                new AppDoor.Parts(
                        ground.authenticator()::admit,
                        ground.appLogins(),
                        entry,
                        ground.sessions(),
                        pages,
                        ground.trail(),
                        doorway.recognition()::source,
                        new UpstreamCookies(ground.appCookies())::claim));
    }

    private Responder ownPages(Sessions sessions, AuditTrail trail) {
        return new OwnPages(doorway(sessions, trail), !config.tenants().isEmpty());
    }

    private Doorway doorway(Sessions sessions, AuditTrail trail) {
        return new Doorway(
                pages,
                ground.authenticator()::authenticate,
                ground.authenticator()::verify,
                ground.passwordChange()::change,
                new Recognition(ground.devices(), ground.deviceSeal(), config.networks()),
                sessions,
                trail,
                isAuditRequired(),
                ground.standings(),
                new SecondFactor(
                        ground.factors().policy(),
                        ground.factors()::methods,
                        ground.factors().codes(),
                        ground.factors().door()),
                new PasskeyGate(
                        ground.factors().door(),
                        ground.authenticator()::authenticate,
                        ground.users(),
                        config.stepUp().within()),
                new Stepping(config.stepUp().within(), ground.keptRequests()),
                ground.policy()::hints,
                ground.world().clock(),
                ZoneId.systemDefault());
    }

    private Response page(@Nullable Exchange exchange, int status, String code, String reference) {
        return exchange == null ? pages.unrouted(null, status, code, reference) : pages.refused(exchange, status, code);
    }
}
