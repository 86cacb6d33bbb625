package io.tollgate.proxy.upstream;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.tollgate.config.AppConfig;
import io.tollgate.config.EndpointUrl;
import io.tollgate.config.HealthConfig;
import io.tollgate.config.OutlierConfig;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.routing.Target;
import io.tollgate.proxy.http.Forwarder;
import io.tollgate.proxy.http.LoopScopes;
import io.tollgate.proxy.http.RequestMeta;
import io.tollgate.proxy.tls.ClientTls;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Forwards permitted requests to the upstreams of the apps. Over a reload each endpoint is kept, with its connections and all
 * that is known about it, as long as its own configuration is the same. Safe for use by any event loop.
 */
public final class UpstreamForwarder implements Forwarder {
    private final LoopScopes scopes;
    private final UpstreamHeaders headers;
    private final Connector connector;
    private final Executor blocking;
    private final EventLoopGroup loops;
    private final EndpointListener listener;
    private final Map<EndpointKey, Kept> kept = new HashMap<>();
    private volatile Map<String, Upstream> upstreams = Map.of();

    private record Kept(
            Endpoint endpoint,
            EndpointFigures figures,
            @Nullable Endpoint asked,
            @Nullable HealthWatch watch) {
        /** The endpoint, with whatever TLS it has now. */
        Endpoint secured(@Nullable ClientTls tls) {
            if (tls != null) {
                endpoint.secured(tls);
            }
            if (tls != null && asked != null) {
                asked.secured(tls);
            }
            return endpoint;
        }
    }

    /**
     * A forwarder that knows no upstream yet: {@link #configured} tells it.
     *
     * @param blocking where names are looked up
     * @param loops where health is asked for
     */
    public UpstreamForwarder(
            LoopScopes scopes,
            UpstreamHeaders headers,
            Connector connector,
            Executor blocking,
            EventLoopGroup loops,
            EndpointListener listener) {
        this.scopes = scopes;
        this.headers = headers;
        this.connector = connector;
        this.blocking = blocking;
        this.loops = loops;
        this.listener = listener;
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
        Map<String, Upstream> next = new HashMap<>();
        Set<EndpointKey> used = new HashSet<>();
        for (AppConfig app : apps) {
            List<Endpoint> endpoints = new ArrayList<>();
            ClientTls tls = material.of(app.name());
            for (EndpointUrl url : app.upstream().endpoints()) {
                EndpointKey key = EndpointKey.of(app, url);
                used.add(key);
                endpoints.add(
                        kept.computeIfAbsent(key, each -> begin(each, tls)).secured(tls));
            }
            next.put(app.name(), new Upstream(app, endpoints));
        }
        upstreams = Map.copyOf(next);
        kept.entrySet().removeIf(entry -> {
            boolean isGone = !used.contains(entry.getKey());
            if (isGone) {
                end(entry.getValue());
            }
            return isGone;
        });
    }

    private Kept begin(EndpointKey key, @Nullable ClientTls tls) {
        EndpointLimits limits = EndpointLimits.of(key.maxConnections(), key.connect(), key.head());
        Standing standing = new Standing(
                key.outlier(),
                key.breaker(),
                scopes.ticker(),
                (change, why) -> listener.changed(key.app(), key.url().toString(), change, why));
        Endpoint endpoint = endpoint(key, tls, limits, standing);
        EndpointFigures figures = new EndpointFigures(key.app(), endpoint);
        listener.opened(figures);
        HealthConfig health = key.health();
        if (health == null) {
            return new Kept(endpoint, figures, null, null);
        }
        EndpointLimits own = EndpointLimits.of(2, health.timeout(), health.timeout());
        Standing unheard = new Standing(OutlierConfig.DEFAULT, null, scopes.ticker(), (change, why) -> {});
        Endpoint asked = endpoint(key, tls, own, unheard);
        EventLoop loop = loops.next();
        HealthWatch watch = new HealthWatch(standing, asked, health, key.healthHost(), scopes.of(loop), loop);
        watch.start();
        return new Kept(endpoint, figures, asked, watch);
    }

    private Endpoint endpoint(EndpointKey key, @Nullable ClientTls tls, EndpointLimits limits, Standing standing) {
        EndpointUrl url = key.url();
        return new Endpoint(
                url.toString(),
                new EndpointAddress(url.host(), url.port(), blocking),
                new Speech(url.scheme(), url.host(), url.port(), tls),
                key.sources().isEmpty()
                        ? List.of(connector)
                        : key.sources().stream().map(connector::from).toList(),
                limits,
                standing);
    }

    private void end(Kept gone) {
        HealthWatch watch = gone.watch();
        if (watch != null) {
            watch.stop();
        }
        Endpoint asked = gone.asked();
        if (asked != null) {
            asked.retire();
        }
        gone.endpoint().retire();
        listener.retired(gone.figures());
    }

    /** Connections to an app's endpoints that stand or are being made. */
    public int open(String app) {
        Upstream known = upstreams.get(app);
        return known == null
                ? 0
                : known.endpoints().stream().mapToInt(Endpoint::open).sum();
    }

    @Override
    public Forwarding forward(Exchange exchange, Permit permit, RequestMeta request, Answering client) {
        String name = exchange.route().target() instanceof Target.Upstream upstream ? upstream.name() : "";
        Upstream known = upstreams.get(name);
        if (known == null || !permit.app().equals(exchange.route().app().name())) {
            throw new IllegalStateException("no upstream for this permit");
        }
        EndpointChoice choice = new EndpointChoice(known, scopes.of(client.loop()), client.loop(), exchange);
        long maxBody = exchange.route().app().config().body();
        return new UpstreamExchange(choice, headers, known.stripped(), exchange, permit, request, client, maxBody);
    }
}
