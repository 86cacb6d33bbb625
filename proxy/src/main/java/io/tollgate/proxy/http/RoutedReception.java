package io.tollgate.proxy.http;

import io.tollgate.filters.access.ReadTarget;
import io.tollgate.filters.access.Readings;
import io.tollgate.filters.access.Unreadable;
import io.tollgate.filters.chain.Arrival;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Refusals;
import io.tollgate.filters.chain.RequestBody;
import io.tollgate.filters.http.ClientAddress;
import io.tollgate.filters.http.ClientAddresses;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.routing.Misrouted;
import io.tollgate.filters.routing.Route;
import io.tollgate.filters.routing.Router;
import io.tollgate.filters.routing.Routing;
import java.util.function.Supplier;

/** Receives requests for the apps of a routing table. Safe for use by any event loop. */
public final class RoutedReception implements Reception {
    private final Router router;
    private final Refusals refusals;
    private final Supplier<String> references;

    /**
     * A reception by this table.
     *
     * @param refusals words what is for nobody
     * @param references makes what a person may read out on the phone
     */
    public RoutedReception(Router router, Refusals refusals, Supplier<String> references) {
        this.router = router;
        this.refusals = refusals;
        this.references = references;
    }

    @Override
    public Received receive(RequestHead head, String authority, ClientAddress peer, Arrival arrival, RequestBody body) {
        ReadTarget target = router.read(authority, head.target());
        if (target instanceof Unreadable unreadable) {
            return refused(head, 400, unreadable.reason());
        }
        Readings readings = (Readings) target;
        Routing routing = router.route(authority, readings);
        if (routing instanceof Misrouted misrouted) {
            return refused(head, misrouted.status(), misrouted.reason());
        }
        ClientAddress client = ClientAddresses.resolve(peer, arrival.trustedProxies(), head.fields());
        return new Received.Admitted(new Exchange(head, readings, (Route) routing, client, arrival, body, references));
    }

    private Received refused(RequestHead head, int status, String reason) {
        return new Received.Refused(refusals.unrouted(head, status, reason, references.get()), reason);
    }
}
