package io.tollgate.proxy.spool;

import io.tollgate.config.ChunkedRequests;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.proxy.http.BodyFraming;
import io.tollgate.proxy.http.Forwarder;
import io.tollgate.proxy.http.RequestMeta;

/**
 * Gives bodies of unknown length a length where an app's {@code upstream.chunked-requests} says so; all others pass as they
 * come. Safe for use by any event loop.
 */
public final class SpoolingForwarder implements Forwarder {
    private final Forwarder forwarder;
    private final Spool spool;

    /** Forwards by {@code forwarder}, and keeps what is large in {@code spool}. */
    public SpoolingForwarder(Forwarder forwarder, Spool spool) {
        this.forwarder = forwarder;
        this.spool = spool;
    }

    @Override
    public Forwarding forward(Exchange exchange, Permit permit, RequestMeta request, Answering client) {
        boolean isKept = request.framing() == BodyFraming.CHUNKED
                && exchange.route().app().config().upstream().chunkedRequests() == ChunkedRequests.BUFFER;
        return isKept
                ? new SpooledForwarding(forwarder, spool, exchange, permit, request, client)
                : forwarder.forward(exchange, permit, request, client);
    }
}
