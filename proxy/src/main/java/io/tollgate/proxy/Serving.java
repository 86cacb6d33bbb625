package io.tollgate.proxy;

import io.tollgate.config.GatewayConfig;
import io.tollgate.filters.AccessFilter;
import io.tollgate.filters.routing.RoutingTable;
import io.tollgate.proxy.http.ProxyKernel;
import io.tollgate.proxy.upstream.UpstreamForwarder;

/**
 * What one configuration gives: who answers which request, and by which rules. Immutable: a reload makes another and switches
 * to it with one write; exchanges under way end with the one they began with.
 *
 * @param config what it was made from
 * @param table which app answers for a host and path
 * @param access the rules, also for exchanges that are judged again
 * @param apps handles the exchanges of the listeners
 * @param admin handles those of the admin listener; where there is none it refuses them all
 * @param upstreams where the apps are
 */
record Serving(
        GatewayConfig config,
        RoutingTable table,
        AccessFilter access,
        ProxyKernel apps,
        ProxyKernel admin,
        UpstreamForwarder.Prepared upstreams) {}
