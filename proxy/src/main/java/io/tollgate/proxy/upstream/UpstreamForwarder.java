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
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Forwards permitted requests to the upstreams of the apps. Over a reload each endpoint is kept, with its connections and all
 * that is known about it, as long as its own configuration is the same: first what is next is {@link #prepared}, then, when
 * nothing can fail any more, it is {@link #switched} to. Safe for use by any thread.
 */
public final class UpstreamForwarder implements Forwarder {
    private final LoopScopes scopes;
    private final UpstreamHeaders headers;
    private final Connector connector;
    private final Executor blocking;
    private final EventLoopGroup loops;
    private final EndpointListener listener;
    private volatile Prepared current = new Prepared(this, Map.of(), Map.of(), UpstreamMaterial.NONE);

    private record Kept(
            Endpoint endpoint,
            EndpointFigures figures,
            @Nullable Endpoint asked,
            @Nullable HealthWatch watch) {
        /** Whatever TLS it has, it has another from now on. */
        void secured(@Nullable ClientTls tls) {
            if (tls != null) {
                endpoint.secured(tls);
            }
            if (tls != null && asked != null) {
                asked.secured(tls);
            }
        }
    }

    /**
     * A forwarder that knows no upstream yet.
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

    /** Prepares and switches, where nothing is spoken to by TLS. */
    public void configured(Collection<AppConfig> apps) {
        configured(apps, UpstreamMaterial.NONE);
    }

    /** Prepares and switches. */
    public void configured(Collection<AppConfig> apps, UpstreamMaterial material) {
        switched(prepared(apps, material));
    }

    /**
     * What forwards to these apps, by endpoints that are known already where their own configuration is the same. Whoever
     * holds it may use it for as long as they like; nothing else is different until it is {@link #switched} to.
     *
     * @param material loaded for the same apps
     */
    public synchronized Prepared prepared(Collection<AppConfig> apps, UpstreamMaterial material) {
        Map<String, Upstream> upstreams = new HashMap<>();
        Map<EndpointKey, Kept> endpoints = new HashMap<>();
        for (AppConfig app : apps) {
            List<Endpoint> own = new ArrayList<>();
            ClientTls tls = material.of(app.name());
            for (EndpointUrl url : app.upstream().endpoints()) {
                EndpointKey key = EndpointKey.of(app, url);
                Kept known = current.endpoints.get(key);
                Kept kept = endpoints.computeIfAbsent(key, each -> known == null ? made(each, tls) : known);
                own.add(kept.endpoint());
            }
            upstreams.put(app.name(), new Upstream(app, own));
        }
        return new Prepared(this, upstreams, endpoints, material);
    }

    /** From now on this is what holds. What is under way stays where it is. */
    public synchronized void switched(Prepared next) {
        Prepared before = current;
        current = next;
        before.endpoints.forEach((key, kept) -> {
            if (!next.endpoints.containsKey(key)) {
                end(kept);
            }
        });
        next.endpoints.forEach((key, kept) -> {
            kept.secured(next.material.of(key.app()));
            if (!before.endpoints.containsKey(key)) {
                begin(kept);
            }
        });
    }

    private Kept made(EndpointKey key, @Nullable ClientTls tls) {
        EndpointLimits limits = EndpointLimits.of(key.maxConnections(), key.connect(), key.head());
        Standing standing = new Standing(
                key.outlier(),
                key.breaker(),
                scopes.ticker(),
                (change, why) -> listener.changed(key.app(), key.url().toString(), change, why));
        Endpoint endpoint = endpoint(key, tls, limits, standing);
        EndpointFigures figures = new EndpointFigures(key.app(), endpoint);
        HealthConfig health = key.health();
        if (health == null) {
            return new Kept(endpoint, figures, null, null);
        }
        EndpointLimits own = EndpointLimits.of(2, health.timeout(), health.timeout());
        Standing unheard = new Standing(OutlierConfig.DEFAULT, null, scopes.ticker(), (change, why) -> {});
        Endpoint asked = endpoint(key, tls, own, unheard);
        EventLoop loop = loops.next();
        HealthWatch watch = new HealthWatch(standing, asked, health, key.healthHost(), scopes.of(loop), loop);
        return new Kept(endpoint, figures, asked, watch);
    }

    private void begin(Kept made) {
        listener.opened(made.figures());
        HealthWatch watch = made.watch();
        if (watch != null) {
            watch.start();
        }
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
        Upstream known = current.upstreams.get(app);
        return known == null
                ? 0
                : known.endpoints().stream().mapToInt(Endpoint::open).sum();
    }

    @Override
    public Forwarding forward(Exchange exchange, Permit permit, RequestMeta request, Answering client) {
        return current.forward(exchange, permit, request, client);
    }

    /** The apps of one configuration, each with its endpoints. Immutable; safe for use by any event loop. */
    public static final class Prepared implements Forwarder {
        private final UpstreamForwarder parent;
        private final Map<String, Upstream> upstreams;
        private final Map<EndpointKey, Kept> endpoints;
        private final UpstreamMaterial material;

        private Prepared(
                UpstreamForwarder parent,
                Map<String, Upstream> upstreams,
                Map<EndpointKey, Kept> endpoints,
                UpstreamMaterial material) {
            this.parent = parent;
            this.upstreams = Map.copyOf(upstreams);
            this.endpoints = Map.copyOf(endpoints);
            this.material = material;
        }

        @Override
        public Forwarding forward(Exchange exchange, Permit permit, RequestMeta request, Answering client) {
            String name = exchange.route().target() instanceof Target.Upstream upstream ? upstream.name() : "";
            Upstream known = upstreams.get(name);
            if (known == null || !permit.app().equals(exchange.route().app().name())) {
                throw new IllegalStateException("no upstream for this permit");
            }
            EndpointChoice choice = new EndpointChoice(known, parent.scopes.of(client.loop()), client.loop(), exchange);
            long maxBody = exchange.route().app().config().body();
            return new UpstreamExchange(
                    choice, parent.headers, known.stripped(), exchange, permit, request, client, maxBody);
        }
    }
}
