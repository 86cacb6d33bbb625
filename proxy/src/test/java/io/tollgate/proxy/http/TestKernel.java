package io.tollgate.proxy.http;

import io.tollgate.config.AppConfig;
import io.tollgate.config.EndpointUrl;
import io.tollgate.config.Position;
import io.tollgate.config.ReachConfig;
import io.tollgate.config.RulePattern;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.SignOnConfig;
import io.tollgate.config.UpstreamConfig;
import io.tollgate.filters.access.Access;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.access.Readings;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.ExchangeListener.Outcome;
import io.tollgate.filters.chain.FilterChain;
import io.tollgate.filters.chain.RequestFilter;
import io.tollgate.filters.chain.Responder;
import io.tollgate.filters.chain.ResponseFilter;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.routing.App;
import io.tollgate.filters.routing.Route;
import io.tollgate.filters.routing.Target;
import io.tollgate.proxy.http.Reception.Received;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

/** A kernel for tests: everything is allowed, pages are what the test says, outcomes are kept. */
public final class TestKernel {
    public final List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
    public final List<Exchange> exchanges = Collections.synchronizedList(new ArrayList<>());
    public final Map<String, Responder> pages = new HashMap<>();
    public final List<ResponseFilter> responseFilters = new ArrayList<>();
    public RequestFilter filter = exchange -> permit(exchange);
    public Predicate<Exchange> isStillPermitted = exchange -> true;
    public HttpLimits limits = HttpLimits.DEFAULT;
    public AppConfig app = app(URI.create("http://127.0.0.1:1"), 64, 100 << 20);

    /** An app that is open to everybody. */
    public static AppConfig app(URI endpoint, int maxConnections, long maxBody) {
        return app(endpoint, maxConnections, maxBody, Duration.ofSeconds(5));
    }

    /** The same with a time-out of its own. */
    public static AppConfig app(URI endpoint, int maxConnections, long maxBody, Duration head) {
        return app(
                UpstreamConfig.of(EndpointUrl.parse(endpoint.toString()), maxConnections, Duration.ofSeconds(2), head),
                maxBody);
    }

    /** An app before this upstream. */
    public static AppConfig app(UpstreamConfig upstream, long maxBody) {
        return new AppConfig(
                "billing",
                List.of(),
                "/",
                "/",
                upstream,
                ReachConfig.USUAL,
                null,
                SessionConfig.DEFAULT,
                List.of(),
                SignOnConfig.DEFAULT,
                List.of("JSESSIONID"),
                64_000,
                maxBody,
                List.of(),
                List.of(RulePattern.parse("/**", new Position("test.yaml", 1, 1))),
                List.of());
    }

    /** Permits, as the access filter would. */
    public static Verdict permit(Exchange exchange) {
        if (exchange.route().target() instanceof Target.Upstream) {
            Permit permit = (Permit)
                    exchange.route().app().access().judgePublic(exchange.head().method(), exchange.readings(), null);
            exchange.permitted(permit);
        }
        return Verdict.Pass.PASS;
    }

    /** The kernel over this forwarder. */
    public ProxyKernel kernel(Forwarder forwarder) {
        App routed = new App("billing", app, Access.compile(app), SessionConfig.DEFAULT);
        Target.Upstream upstream = new Target.Upstream("billing");
        Function<String, Responder> responders = pages::get;
        return new ProxyKernel(
                (head, authority, peer, arrival, body) -> {
                    if (!(Readings.of(head.target()) instanceof Readings readings)) {
                        return new Received.Refused(Response.text(400, "target"), "target");
                    }
                    boolean isOwn = head.target().startsWith("/.tollgate/");
                    Target target = isOwn ? new Target.Own(head.target().substring(11)) : upstream;
                    Exchange exchange = new Exchange(
                            head, readings, new Route(routed, "gw.test", target), peer, arrival, body, () -> "REF");
                    exchanges.add(exchange);
                    return new Received.Admitted(exchange);
                },
                new FilterChain(List.of(e -> filter.judge(e)), new NoTrail(), true, Duration.ofSeconds(5)),
                responders,
                responseFilters,
                List.of((exchange, outcome) -> outcomes.add(outcome)),
                forwarder,
                e -> isStillPermitted.test(e),
                new Rescue(
                        (exchange, status, code, reference) -> Rescue.text(status, code, reference),
                        () -> "REF",
                        r -> {}),
                limits,
                () -> Instant.parse("2026-11-22T08:00:00Z"));
    }

    private static final class NoTrail implements AuditTrail {
        @Override
        public CompletionStage<Void> append(AuditEvent event) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void aggregate(AuditEvent event) {}
    }
}
