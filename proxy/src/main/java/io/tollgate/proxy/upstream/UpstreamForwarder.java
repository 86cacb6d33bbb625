package io.tollgate.proxy.upstream;

import io.tollgate.config.AppConfig;
import io.tollgate.config.EndpointUrl;
import io.tollgate.config.UpstreamConfig;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.http.StrippedHeaders;
import io.tollgate.filters.routing.Target;
import io.tollgate.proxy.http.Forwarder;
import io.tollgate.proxy.http.LoopScopes;
import io.tollgate.proxy.http.RequestMeta;
import io.tollgate.proxy.tls.ClientTls;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Forwards permitted requests to the upstreams of the apps. Endpoints are kept over a reload as long as their
 * configuration is the same. Safe for use by any event loop.
 */
public final class UpstreamForwarder implements Forwarder {
    private final LoopScopes scopes;
    private final UpstreamHeaders headers;
    private final Connector connector;
    private final Executor blocking;
    private volatile Map<String, Known> endpoints = Map.of();

    private record Known(UpstreamConfig config, Endpoint endpoint, StrippedHeaders stripped) {}

    /**
     * A forwarder that knows no upstream yet: {@link #configured} tells it.
     *
     * @param blocking where names are looked up
     */
    public UpstreamForwarder(LoopScopes scopes, UpstreamHeaders headers, Connector connector, Executor blocking) {
        this.scopes = scopes;
        this.headers = headers;
        this.connector = connector;
        this.blocking = blocking;
    }

    /** From now on these apps are forwarded to, none of them by TLS. */
    public void configured(Collection<AppConfig> apps) {
        configured(apps, UpstreamMaterial.NONE);
    }

    /**
     * From now on these apps are forwarded to. What is under way stays where it is.
     *
     * @param material loaded for the same apps
     */
    public synchronized void configured(Collection<AppConfig> apps, UpstreamMaterial material) {
        Map<String, Known> next = new HashMap<>();
        for (AppConfig app : apps) {
            Known known = endpoints.get(app.name());
            ClientTls tls = material.of(app.name());
            Endpoint endpoint = known != null && known.config().equals(app.upstream())
                    ? known.endpoint()
                    : endpoint(app.upstream(), tls);
            if (tls != null) {
                endpoint.secured(tls);
            }
            next.put(app.name(), new Known(app.upstream(), endpoint, StrippedHeaders.of(app.signOn())));
        }
        Map<String, Known> before = endpoints;
        endpoints = Map.copyOf(next);
        before.forEach((name, known) -> {
            Known now = next.get(name);
            if (now == null || !now.endpoint().equals(known.endpoint())) {
                known.endpoint().retire();
            }
        });
    }

    private Endpoint endpoint(UpstreamConfig config, @Nullable ClientTls tls) {
        if (config.endpoints().size() > 1) {
            throw new IllegalStateException("only one endpoint is in this release");
        }
        EndpointUrl url = config.endpoints().get(0);
        return new Endpoint(
                new EndpointAddress(url.host(), url.port(), blocking),
                new Speech(url.scheme(), url.host(), url.port(), tls),
                connector,
                EndpointLimits.of(config.maxConnections(), config.connectTimeout(), config.headTimeout()));
    }

    /** Connections to an app's endpoint that stand or are being made. */
    public int open(String app) {
        Known known = endpoints.get(app);
        return known == null ? 0 : known.endpoint().open();
    }

    @Override
    public Forwarding forward(Exchange exchange, Permit permit, RequestMeta request, Answering client) {
        String name = exchange.route().target() instanceof Target.Upstream upstream ? upstream.name() : "";
        Known known = endpoints.get(name);
        if (known == null || !permit.app().equals(exchange.route().app().name())) {
            throw new IllegalStateException("no upstream for this permit");
        }
        UpstreamPool pool = known.endpoint().pool(scopes.of(client.loop()), client.loop());
        long maxBody = exchange.route().app().config().body();
        return new UpstreamExchange(pool, headers, known.stripped(), exchange, permit, request, client, maxBody);
    }
}
