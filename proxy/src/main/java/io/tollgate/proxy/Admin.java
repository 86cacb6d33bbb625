package io.tollgate.proxy;

import io.tollgate.config.AppConfig;
import io.tollgate.config.Cidr;
import io.tollgate.config.EndpointUrl;
import io.tollgate.config.ReachConfig;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.SignOnConfig;
import io.tollgate.config.UpstreamConfig;
import io.tollgate.filters.RequestGuard;
import io.tollgate.filters.access.Access;
import io.tollgate.filters.access.ReadTarget;
import io.tollgate.filters.access.Readings;
import io.tollgate.filters.access.Unreadable;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Refusals;
import io.tollgate.filters.chain.RequestFilter;
import io.tollgate.filters.chain.Responder;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.routing.App;
import io.tollgate.filters.routing.Route;
import io.tollgate.filters.routing.Target;
import io.tollgate.proxy.http.Forwarder;
import io.tollgate.proxy.http.Reception;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The admin listener: whether the gateway lives, whether it is ready, and its metrics, for those addresses that
 * {@code admin.allow} names. It has nothing upstream.
 */
final class Admin {
    /** Throws: no request of the admin listener is ever forwarded. */
    static final Forwarder NOTHING_UPSTREAM = (exchange, permit, request, client) -> {
        throw new IllegalStateException("the admin listener forwards nothing");
    };

    private final List<Cidr> allow;
    private final App app;
    private final Ground ground;
    private final BooleanSupplier isServing;
    private final Executor blocking;
    private final RiskReminder risks;

    /**
     * The admin listener of a gateway.
     *
     * @param allow who is answered
     * @param isServing whether every listener is open and none is draining
     * @param blocking where metrics are put into text
     * @param risks what is past of what was accepted
     */
    Admin(
            List<Cidr> allow,
            SessionConfig session,
            Ground ground,
            BooleanSupplier isServing,
            Executor blocking,
            RiskReminder risks) {
        this.allow = allow;
        this.app = app(session);
        this.ground = ground;
        this.isServing = isServing;
        this.blocking = blocking;
        this.risks = risks;
    }

    /** What requests of the admin listener are counted under; it allows nothing and reaches nothing. */
    private static App app(SessionConfig session) {
        UpstreamConfig nowhere = UpstreamConfig.of(EndpointUrl.parse("http://127.0.0.1:1"));
        AppConfig config = new AppConfig(
                "tollgate",
                List.of(),
                "/",
                "/",
                nowhere,
                ReachConfig.USUAL,
                null,
                session,
                List.of(),
                SignOnConfig.DEFAULT,
                List.of(),
                1,
                1,
                List.of(),
                List.of(),
                List.of());
        return new App("tollgate", config, Access.compile(config), session);
    }

    Reception reception(Refusals refusals, Supplier<String> references) {
        return (head, authority, peer, arrival, body) -> {
            ReadTarget target = Readings.of(head.target());
            if (!(target instanceof Readings readings)) {
                String reason = target instanceof Unreadable unreadable ? unreadable.reason() : "target.unreadable";
                return new Reception.Received.Refused(refusals.unrouted(head, 400, reason, references.get()), reason);
            }
            String raw = head.target();
            int query = raw.indexOf('?');
            String page = raw.substring(1, query < 0 ? raw.length() : query);
            Route route = new Route(app, authority, new Target.Own(page));
            return new Reception.Received.Admitted(
                    new Exchange(head, readings, route, peer, arrival, body, references));
        };
    }

    List<RequestFilter> filters(Refusals refusals, AuditTrail trail) {
        return List.of(
                // Refuse what no one may send before spending anything on it.
                new RequestGuard(refusals, trail),
                // Until the console is here, where somebody comes from is all there is to judge by.
                exchange -> isAllowed(exchange)
                        ? Verdict.Pass.PASS
                        : new Verdict.Respond(refusals.denied(exchange, "admin.network")));
    }

    private boolean isAllowed(Exchange exchange) {
        byte[] address = exchange.client().client().getAddress();
        return allow.stream().anyMatch(range -> range.contains(address));
    }

    @Nullable
    Responder responder(String page) {
        return switch (page) {
            case "health/live" -> exchange -> done(Response.text(200, "live\n"));
            case "health/ready" -> exchange -> done(readiness());
            case "metrics" -> exchange -> CompletableFuture.supplyAsync(this::metrics, blocking);
            default -> null;
        };
    }

    private Response readiness() {
        if (!isServing.getAsBoolean()) {
            return Response.text(503, "not serving\n");
        }
        return ground.store().isAvailable()
                ? Response.text(200, "ready\n" + past())
                : Response.text(503, "the store is not available\n");
    }

    /** Beside the answer, not instead of it: a gateway that stopped serving for a date would harm whom it guards. */
    private String past() {
        return risks.past().stream()
                .map(risk -> "risk.past: " + risk.setting() + " was accepted until " + risk.until() + "\n")
                .collect(Collectors.joining());
    }

    private Response metrics() {
        return Response.of(200)
                .with("content-type", "text/plain; version=0.0.4; charset=utf-8")
                .with("cache-control", "no-store")
                .body(ground.metrics().scrape().getBytes(StandardCharsets.UTF_8));
    }

    private static CompletableFuture<Response> done(Response response) {
        return CompletableFuture.completedFuture(response);
    }
}
