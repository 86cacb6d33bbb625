package io.tollgate.filters.routing;

import io.tollgate.filters.access.ReadTarget;
import io.tollgate.filters.access.Readings;

/** Finds what answers a request by the table that holds now. Safe for use by any thread. */
public final class Router {
    private volatile RoutingTable table;

    public Router(RoutingTable table) {
        this.table = table;
    }

    /** As {@link RoutingTable#route}. */
    public Routing route(String host, Readings readings) {
        return table.route(host, readings);
    }

    /** As {@link RoutingTable#read}. */
    public ReadTarget read(String host, String target) {
        return table.read(host, target);
    }

    /** The table that holds now. */
    public RoutingTable table() {
        return table;
    }

    /** From now on requests are routed and judged by this table; those under way are judged again by whoever holds them. */
    public void replaced(RoutingTable newer) {
        table = newer;
    }
}
